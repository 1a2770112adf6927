// What keeps an expression out of the sources: it must be proven to take time that grows with the text and no faster.
// What the checker cannot prove, such as a loop beside a look-ahead, is as unwelcome as what it finds wrong.

import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { check } from 'recheck';
import type { Expression } from './list-expressions.js';

const timeoutMs = 120_000;
/** Counts up to here may stand as they are. */
const smallCount = 3;

/** Says what is wrong with an expression; undefined if it is linear. */
export async function judgeExpression(expression: Omit<Expression, 'place'>): Promise<string | undefined> {
  // Only this way of checking proves anything; the other one tries texts.
  const result = await check(withoutCounts(expression), expression.flags, { checker: 'automaton', timeout: timeoutMs });
  switch (result.status) {
    case 'safe':
      return undefined;
    case 'vulnerable':
      return `takes ${result.complexity.summary} time, for instance with ${result.attack.pattern}`;
    default:
      return `expected an expression that can be proven linear, found ${describeError(result.error)}`;
  }
}

// A loop that is counted ends, so to a proof it takes constant time, be the constant ten minutes: (\d{1,18}\d{0,18}){8}
// So all but the smallest counts are taken for loops without end.
export function withoutCounts({ source, flags }: Omit<Expression, 'place'>): string {
  let text = '';
  let end = 0;
  const node = new RegExpParser().parseLiteral(`/${source}/${flags}`);
  const quantifiers: { readonly start: number; readonly end: number; readonly sign: string }[] = [];
  visitRegExpAST(node, {
    onQuantifierLeave({ element, end, min, max, raw, greedy }) {
      if (max > smallCount && Number.isFinite(max) && raw.includes('{')) {
        quantifiers.push({ start: element.end, end, sign: `${min > 0 ? '+' : '*'}${greedy ? '' : '?'}` });
      }
    },
  });
  for (const quantifier of quantifiers.sort((one, other) => one.start - other.start)) {
    text += source.slice(end, quantifier.start - 1) + quantifier.sign;
    end = quantifier.end - 1;
  }
  return text + source.slice(end);
}

function describeError(error: { readonly kind: string; readonly message?: string }): string {
  return error.kind === 'timeout'
    ? `no proof within ${timeoutMs / 1000} s: make it smaller`
    : `${error.message ?? error.kind}`;
}
