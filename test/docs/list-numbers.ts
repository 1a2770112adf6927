// Every number in the sources that has a name: constants, members of objects, defaults of parameters. A bound is one of
// them, so that none can be added unseen.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { projectRoot } from '../kit/project.js';

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/**
 * The numbers of the shipped sources, by `path: name`, such as `runtime/log.ts: waiting.maxBytes`. Counters that begin
 * at 0, and other numbers that bound nothing by their size, are left out: whole ones below 5.
 */
export function listNumbers(): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const path of listSources()) {
    const { program, errors } = parseSync(path, readFileSync(join(projectRoot, path), 'utf8'));
    if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
    const known = new Map<string, number>();
    visit(program, '', (name, value) => {
      const number = evaluate(value, known);
      if (number === undefined) return false;
      known.set(name, number);
      // One that only has another name is noted already.
      if (value?.type === 'Identifier' || (Number.isInteger(number) && number < 5)) return true;
      const place = `${path}: ${name}`;
      found.set(place, [...(found.get(place) ?? []), number]);
      return true;
    });
  }
  return found;
}

function listSources(): readonly string[] {
  return ['adapter', 'cli', 'proto', 'runtime', 'services'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('gen/'))
      .map((name) => `${folder}/${name}`),
  );
}

type Take = (name: string, value: SyntaxNode | null) => boolean;

function visit(node: unknown, prefix: string, take: Take): void {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, prefix, take);
    return;
  }
  if (typeof node !== 'object' || node === null) {
    return;
  }
  const { name, value } = readNamed(node as SyntaxNode);
  if (name !== undefined && take(prefix + name, value)) {
    return;
  }
  const inner =
    name !== undefined && isObject(value) ? `${prefix}${name}.` : isObject(node as SyntaxNode) ? prefix : '';
  for (const child of Object.values(node)) visit(child, inner, take);
}

function readNamed(node: SyntaxNode): { readonly name?: string; readonly value: SyntaxNode | null } {
  const [key, value] = {
    VariableDeclarator: [node['id'], node['init']],
    Property: [node['key'], node['value']],
    PropertyDefinition: [node['key'], node['value']],
    AssignmentPattern: [node['left'], node['right']],
  }[node.type] ?? [undefined, null];
  const { name, value: text } = (key ?? {}) as { readonly name?: string; readonly value?: string };
  const known = name ?? text;
  return { ...(known !== undefined && { name: known }), value: value as SyntaxNode | null };
}

function isObject(node: SyntaxNode | null): boolean {
  return node?.type === 'ObjectExpression' || (isCast(node) && isObject(node['expression']));
}

interface Cast extends SyntaxNode {
  readonly expression: SyntaxNode;
}

function isCast(node: SyntaxNode | null): node is Cast {
  return node?.type === 'TSAsExpression' || node?.type === 'TSSatisfiesExpression';
}

const operators: Readonly<Record<string, (one: number, other: number) => number>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '**': (one, other) => one ** other,
};

function evaluate(node: SyntaxNode | null, known: ReadonlyMap<string, number>): number | undefined {
  if (node === null) return undefined;
  if (isCast(node)) return evaluate(node.expression, known);
  if (node.type === 'Literal') return typeof node['value'] === 'number' ? node['value'] : undefined;
  if (node.type === 'Identifier') return known.get(String(node['name']));
  if (node.type !== 'BinaryExpression') return undefined;
  const [left, right] = [node['left'], node['right']].map((side) => evaluate(side as SyntaxNode, known));
  const apply = operators[String(node['operator'])];
  return left === undefined || right === undefined ? undefined : apply?.(left, right);
}
