// `# Source:` comments: `helm template` writes the path of the template ahead of each document.

/** A place to show to people; the line counts from 1. */
interface Place {
  readonly file: string;
  readonly line: number;
}

const sourceComment = /^# Source: (\S.*)$/m;

/**
 * Creates the function that turns a line of the whole text into the place to show. In a text without a file that people
 * know, a comment in the document (`text`, from `firstLine` on) names it, and lines count from behind the comment.
 */
export function locateInSource(text: string, firstLine: number, name: string): (line: number) => Place {
  const comment = sourceComment.exec(text);
  const file = comment?.[1]?.trimEnd() ?? name;
  const start = comment ? firstLine + text.slice(0, comment.index).split('\n').length : 1;
  return (line) => ({ file, line: Math.max(1, line - start + 1) });
}
