/**
 * Addresses, names and values come from whoever wrote the configuration. Control characters among them could move a
 * terminal's cursor or colour what is not so (CWE-150): they are shown as their codes.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    character === "\n" ? "\\n" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** A text within a line of GitHub's Markdown, where nothing of it is markup. */
export function markdownText(text: string): string {
  return printable(text)
    .replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? character)
    .replace(/[\\`*_{}[\]()#+!|~@-]/g, (character) => `&#${character.charCodeAt(0)};`);
}
