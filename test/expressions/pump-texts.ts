// Texts that would hold an expression longest if it could match the same characters in two ways: what it looks for, and
// parts of it, again and again, and then something that it does not want.

import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import type { Expression } from './list-expressions.js';

/** `prefix`, `pump` many times, `suffix`. */
export interface PumpText {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

const common = ['a', '0', ' ', '\n', '"', '\\', '/', '\0'];
const suffixes = ['\0', 'a', ' \0\n'];
const samples = 12;

/** What to pump; nothing for an expression without a loop. */
export function createPumpTexts({ source, flags }: Omit<Expression, 'place'>): readonly PumpText[] {
  const literal = new RegExpParser().parseLiteral(`/${source}/${flags}`);
  const characters = new Set<string>();
  const loops: AST.Element[] = [];
  visitRegExpAST(literal, {
    onCharacterEnter: ({ value }) => characters.add(String.fromCodePoint(value)),
    onQuantifierEnter: ({ max, element }) => max > 1 && loops.push(element),
  });
  if (loops.length === 0) {
    return [];
  }
  const pool = [...new Set([...common, ...characters])];
  const takeSample = createSampler(pool, flags.replace(/[gy]/g, ''));
  const takeSamples = (nodes: readonly AST.Element[] | readonly AST.Alternative[]): readonly string[] =>
    nodes.flatMap((node) => Array.from({ length: samples }, () => takeSample(node)));
  const beginnings = takeSamples(literal.pattern.alternatives).map((text) =>
    [...text].map((_, index, all) => all.slice(0, index + 1).join('')),
  );
  const inside = unique(takeSamples(loops));
  const prefixes = unique(['', ...beginnings.slice(0, 2).flat()]);
  return [
    ...combine(prefixes, [...inside, ...pool]),
    ...combine([''], [...beginnings.flat(), ...pair(pool), ...pair(inside.slice(0, samples))]),
  ];
}

function combine(prefixes: readonly string[], pumps: readonly string[]): readonly PumpText[] {
  return prefixes.flatMap((prefix) =>
    unique(pumps).flatMap((pump) => suffixes.map((suffix) => ({ prefix, pump, suffix }))),
  );
}

function pair(words: readonly string[]): readonly string[] {
  return words.flatMap((one) => words.map((other) => one + other));
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].filter((word, index) => word !== '' || index === 0);
}

/** Writes texts that a node matches, each time another one, and the same ones in each run. */
function createSampler(pool: readonly string[], flags: string): (node: AST.Alternative | AST.Element) => string {
  let seed = 1;
  function pick<T>(choices: readonly T[]): T | undefined {
    seed = (seed * 48_271) % 2_147_483_647;
    return choices[seed % choices.length];
  }
  function take(node: AST.Alternative | AST.Element): string {
    switch (node.type) {
      case 'Alternative':
        return node.elements.map(take).join('');
      case 'Group':
      case 'CapturingGroup':
        return take(pick(node.alternatives) as AST.Alternative);
      case 'Quantifier':
        return Array.from({ length: pick([node.min, Math.max(node.min, 1), Math.min(node.max, 2)]) ?? 0 }, () =>
          take(node.element),
        ).join('');
      case 'Character':
        return String.fromCodePoint(node.value);
      case 'CharacterClass':
      case 'CharacterSet': {
        const isMatched = new RegExp(`^${node.raw}$`, flags);
        return pick(pool.filter((character) => isMatched.test(character))) ?? '';
      }
      default:
        return '';
    }
  }
  return take;
}
