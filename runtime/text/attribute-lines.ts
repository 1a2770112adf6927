// Which mutators the lines of a changed text come from. The operations say what they changed, the parsed text says on
// which lines that stands now; the smallest change around a line is the one that made it.

import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';

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
  // To look for keys that stand twice takes the square of the time.
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'silent', uniqueKeys: false } as const;
  const find = createFinder(parseDocument(text, options).contents);
  const follow = createFollower(operations);
  const spans = operations.flatMap(({ mutators }, index): readonly Span[] => {
    const range = find(follow(index));
    if (!range) {
      return [];
    }
    const end = text.slice(0, range[1]).trimEnd().length;
    return [{ first: lines.linePos(range[0]).line, last: lines.linePos(Math.max(range[0], end - 1)).line, mutators }];
  });
  const byLine = new Map<number, readonly string[]>();
  for (const { first, last, mutators } of spans.toReversed().sort((one, other) => lengthOf(other) - lengthOf(one))) {
    for (let line = first; line <= last; line += 1) byLine.set(line, mutators);
  }
  return (line) => byLine.get(line) ?? [];
}

function lengthOf({ first, last }: Span): number {
  return last - first;
}

/** An operation that may move the entries of a list. */
interface Shift {
  readonly index: number;
  readonly place: number;
  readonly by: number;
}

// Where the value of an operation stands after all operations behind it: insertions ahead of it in a list move it on.
function createFollower(operations: readonly AttributedOperation[]): (index: number) => readonly string[] {
  const paths = operations.map(({ path }) => split(path));
  const shifts = new Map<string, Shift[]>();
  for (const [index, { op, path }] of operations.entries()) {
    const place = Number(paths[index]?.at(-1));
    if (op === 'replace' || !Number.isInteger(place)) continue;
    const list = path.slice(0, path.lastIndexOf('/'));
    const others = shifts.get(list) ?? [];
    others.push({ index, place, by: op === 'add' ? 1 : -1 });
    shifts.set(list, others);
  }
  return (index) => {
    let members = paths[index] ?? [];
    for (let after = index; ; ) {
      const next = findNext(shifts, members, after);
      if (!next) return members;
      const { shift, depth } = next;
      const own = Number(members[depth]);
      if (shift.place <= own) members = members.with(depth, String(own + shift.by));
      after = shift.index;
    }
  };
}

// The first one behind `after` in one of the lists that the members lead through.
function findNext(
  shifts: ReadonlyMap<string, readonly Shift[]>,
  members: readonly string[],
  after: number,
): { readonly shift: Shift; readonly depth: number } | undefined {
  let found: { readonly shift: Shift; readonly depth: number } | undefined;
  let list = '';
  for (const [depth, member] of members.entries()) {
    const shift = Number.isInteger(Number(member)) ? firstBehind(shifts.get(list) ?? [], after) : undefined;
    if (shift && shift.index < (found?.shift.index ?? Number.POSITIVE_INFINITY)) found = { shift, depth };
    list += `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return found;
}

function firstBehind(shifts: readonly Shift[], index: number): Shift | undefined {
  let low = 0;
  let high = shifts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shifts[middle]?.index ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return shifts[low];
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

type FindRange = (members: readonly string[]) => readonly [number, number] | undefined;

// From the key of the last member to the end of its value.
function createFinder(root: Node | null): FindRange {
  // Of keys that stand twice the last one counts.
  const pairs = new Map<unknown, ReadonlyMap<string, Pair>>();
  const listPairs = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const known = pairs.get(map) ?? new Map(map.items.map((pair) => [readKey(pair), pair]));
    pairs.set(map, known);
    return known;
  };
  const stepInto = ({ node }: Step, member: string): Step => {
    if (isMap(node)) {
      const pair = listPairs(node).get(member);
      return { node: pair?.value, start: isNode(pair?.key) ? pair.key.range?.[0] : undefined };
    }
    const item = isSeq(node) ? node.items[Number(member)] : undefined;
    return { node: item, start: isNode(item) ? item.range?.[0] : undefined };
  };
  return (members) => {
    const { node, start } = members.reduce<Step>(stepInto, { node: root, start: undefined });
    const end = isNode(node) ? node.range?.[1] : undefined;
    return start === undefined || end === undefined ? undefined : [start, end];
  };
}

function readKey({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}
