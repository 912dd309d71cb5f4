/** Width of a character in parts of the font's size: wide on average, so that nothing runs over its frame. */
function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  // Hangul, kana, CJK ideographs and their full-width forms.
  if (code >= 0x1100 && !(code >= 0x2000 && code < 0x2e80)) return 1;
  if (/[A-Zmw@%]/.test(character)) return 0.78;
  return /[ijl.,:;|' ]/.test(character) ? 0.33 : 0.62;
}

/** How wide a text is about, in pixels; nobody measures it, so that the picture is the same wherever it is made. */
export function textWidth(text: string, size: number, isMono = false): number {
  return [...text].reduce((sum, character) => {
    const width = widthOf(character);
    return sum + size * (isMono && width < 1 ? 0.61 : width);
  }, 0);
}

/** A text that fits into a width, cut with an ellipsis where it has to be. */
export function fitted(text: string, width: number, size: number, isMono = false): string {
  if (textWidth(text, size, isMono) <= width) return text;
  const kept: string[] = [];
  let left = width - textWidth("…", size, isMono);
  for (const character of text) {
    left -= textWidth(character, size, isMono);
    if (left < 0) break;
    kept.push(character);
  }
  return `${kept.join("").trimEnd()}…`;
}

/** A text in at most so many lines that fit into a width, broken between words. */
export function linesOf(text: string, width: number, size: number, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  const words = text.split(" ");
  for (const [index, word] of words.entries()) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || textWidth(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (lines.length === most - 1) return [...lines, fitted([line, ...words.slice(index)].join(" "), width, size)];
    lines.push(fitted(line, width, size));
    line = word;
  }
  return [...lines, fitted(line, width, size)];
}
