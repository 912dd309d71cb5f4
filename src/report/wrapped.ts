const WIDTH = 96;

/** A title, and below it each text in lines of at most 96 characters, indented by two more than the title. */
export function wrapped(title: string, ...texts: readonly string[]): string[] {
  const indent = `${/^ */.exec(title)?.[0] ?? ""}  `;
  const mark = texts.length > 1 ? "- " : "";
  return [title, ...texts.flatMap((text) => lines(text, WIDTH - indent.length - mark.length).map(place))];

  function place(line: string, index: number): string {
    return `${indent}${index === 0 ? mark : " ".repeat(mark.length)}${line}`;
  }
}

function lines(text: string, width: number): string[] {
  const done: string[] = [];
  let line = "";
  for (const word of text.split(" "))
    if (line !== "" && line.length + word.length + 1 > width) {
      done.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  return [...done, line];
}
