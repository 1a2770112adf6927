// Text that a shell takes as it is.

/** One word. Plain ones stay plain. */
export function quoteWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `command` with `text` as its standard input, or as what its redirection writes. */
export function feed(command: string, text: string): string {
  const lines = new Set(text.split('\n'));
  let end = 'EOF';
  while (lines.has(end)) end = `${end}_`;
  return `${command} <<'${end}'\n${text}${text.endsWith('\n') ? '' : '\n'}${end}\n`;
}
