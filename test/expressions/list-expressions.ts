// The regular expressions of the sources, as a parser finds them, and the places that make one out of text, where no
// checker can see what it will be.

import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseSync } from 'oxc-parser';

export interface Expression {
  /** File and line. */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

export interface Expressions {
  readonly literals: readonly Expression[];
  /** Places that make an expression out of text. */
  readonly made: readonly string[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

const leftOut = new Set(['build', 'node_modules', 'test', 'gen']);
// What a text makes an expression of is seen by none of its callers.
const textMethods = new Set(['match', 'matchAll', 'search']);

/** Reads all TypeScript files below `root`, without tests and what is generated. */
export function listExpressions(root: string): Expressions {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => name.endsWith('.ts') && !name.split(sep).some((part) => leftOut.has(part) || part.startsWith('.')),
    )
    .sort();
  const files = names.map((name) => listInFile(name, readFileSync(join(root, name), 'utf8')));
  return { literals: files.flatMap(({ literals }) => literals), made: files.flatMap(({ made }) => made) };
}

function listInFile(name: string, text: string): Expressions {
  const { program, errors } = parseSync(name, text);
  if (errors[0]) {
    throw new Error(`${name}: ${errors[0].message}`);
  }
  const literals: Expression[] = [];
  const made: string[] = [];
  const known = new Set<unknown>();
  const placeOf = ({ start }: Node): string => `${name}:${text.slice(0, start).split('\n').length}`;
  visit(program, (node) => {
    const regex = readRegex(node);
    if (regex) {
      literals.push({ place: placeOf(node), source: regex.pattern, flags: regex.flags });
    }
    if (node.type === 'VariableDeclarator' && readRegex(node['init'])) {
      known.add((node['id'] as Node)['name']);
    }
  });
  visit(program, (node, parent) => {
    const isMade = isNamed(node, 'RegExp') ? !isType(parent) : makesOne(node, known);
    if (isMade) made.push(placeOf(node));
  });
  return { literals, made };
}

function visit(value: unknown, see: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  const node = !Array.isArray(value) && typeof (value as Node).type === 'string' ? (value as Node) : undefined;
  if (node) see(node, parent);
  for (const member of Object.values(value)) visit(member, see, node ?? parent);
}

function readRegex(node: unknown): { readonly pattern: string; readonly flags: string } | undefined {
  return (node as { readonly regex?: { readonly pattern: string; readonly flags: string } } | null)?.regex;
}

function isNamed(node: unknown, name: string): boolean {
  return (node as Node).type === 'Identifier' && (node as Node)['name'] === name;
}

function isType(parent: Node | undefined): boolean {
  return (
    parent?.type === 'TSTypeReference' || (parent?.type === 'BinaryExpression' && parent['operator'] === 'instanceof')
  );
}

// `text.match(other)`, unless `other` is a literal or the name of one.
function makesOne(node: Node, known: ReadonlySet<unknown>): boolean {
  const callee = node['callee'] as Node | undefined;
  const property = callee?.['property'] as Node | undefined;
  const [first] = (node['arguments'] ?? []) as readonly Node[];
  return (
    node.type === 'CallExpression' &&
    textMethods.has(String(property?.['name'])) &&
    first !== undefined &&
    !readRegex(first) &&
    !(first.type === 'Identifier' && known.has(first['name']))
  );
}
