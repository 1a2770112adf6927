// Which mutators the lines of a changed text come from. The operations say what they changed, the parsed text says on
// which lines that stands now; the smallest change around a line is the one that made it.

import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** What an operation of a patch changed, and for whom. */
export interface AttributedOperation {
  readonly op: string;
  /** JSON pointer into the document. */
  readonly path: string;
  readonly mutators: readonly string[];
}

interface Span {
  /** Lines of the text, counted from 1; both belong to it. */
  readonly first: number;
  readonly last: number;
  readonly mutators: readonly string[];
}

/** Creates the function that names the mutators of a line; none if no operation changed it. */
export function attributeLines(
  text: string,
  operations: readonly AttributedOperation[],
): (line: number) => readonly string[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const spans = operations.flatMap(({ mutators }, index): readonly Span[] => {
    const range = findRange(document.contents, followPath(operations, index));
    if (!range) {
      return [];
    }
    const end = text.slice(0, range[1]).trimEnd().length;
    return [{ first: lines.linePos(range[0]).line, last: lines.linePos(Math.max(range[0], end - 1)).line, mutators }];
  });
  const bySize = spans.toSorted((one, other) => one.last - one.first - (other.last - other.first));
  return (line) => bySize.find(({ first, last }) => first <= line && line <= last)?.mutators ?? [];
}

// Where the value of an operation stands after all operations behind it: insertions ahead of it in a list move it on.
function followPath(operations: readonly AttributedOperation[], index: number): readonly string[] {
  let members = split(operations[index]?.path ?? '');
  for (const { op, path } of operations.slice(index + 1)) {
    const other = split(path);
    const depth = other.length - 1;
    const place = Number(other[depth]);
    const isSameList = other.slice(0, depth).every((member, position) => member === members[position]);
    const own = Number(members[depth]);
    if (op === 'replace' || !isSameList || !Number.isInteger(place) || !Number.isInteger(own) || place > own) continue;
    members = members.with(depth, String(own + (op === 'add' ? 1 : -1)));
  }
  return members;
}

function split(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((member) => member.replaceAll('~1', '/').replaceAll('~0', '~'));
}

interface Step {
  readonly node: unknown;
  /** Where the key stands, or the entry of a list. */
  readonly start: number | undefined;
}

// From the key of the last member to the end of its value.
function findRange(root: Node | null, members: readonly string[]): readonly [number, number] | undefined {
  const { node, start } = members.reduce<Step>(stepInto, { node: root, start: undefined });
  const end = isNode(node) ? node.range?.[1] : undefined;
  return start === undefined || end === undefined ? undefined : [start, end];
}

function stepInto({ node }: Step, member: string): Step {
  if (isMap(node)) {
    const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === member);
    return { node: pair?.value, start: isNode(pair?.key) ? pair.key.range?.[0] : undefined };
  }
  const item = isSeq(node) ? node.items[Number(member)] : undefined;
  return { node: item, start: isNode(item) ? item.range?.[0] : undefined };
}
