// Runs one expression over its pumped texts and tells the first that takes too long. In a context of its own, because
// only there an expression that would run for hours can be ended.

import { createContext, Script } from 'node:vm';
import { withoutCounts } from './judge-expression.js';
import type { Expression } from './list-expressions.js';
import { createPumpTexts, type PumpText } from './pump-texts.js';

/** One step per character takes a fraction of `suspiciousMs` for this length, and 8 times that for the next. */
const middleLength = 12_000;
const suspiciousMs = 2;
const longLength = 8 * middleLength;
const slowMs = 100;
const longestLength = 4 * 1024 * 1024;
const longestMs = 5000;

const script = new Script(`
  (() => {
    const expression = new RegExp(source, flags);
    const time = ({ prefix, pump, suffix }, length) => {
      const text = prefix + pump.repeat(Math.ceil(length / pump.length)) + suffix;
      expression.lastIndex = 0;
      const start = now();
      if (expression.global || expression.sticky) {
        for (let match = expression.exec(text); match; match = expression.exec(text)) {
          if (match[0] === '') expression.lastIndex += 1;
        }
      } else {
        expression.test(text);
      }
      return now() - start;
    };
    // Something else may have taken the processor.
    const isSlow = (text, length, limit) => [1, 2, 3].every(() => time(text, length) > limit);
    for (const text of texts) {
      begin(text);
      if (isSlow(text, middleLength, suspiciousMs) && isSlow(text, longLength, slowMs)) return text;
    }
    for (const text of longTexts) {
      begin(text);
      if (time(text, longestLength) > longestMs) return text;
    }
    return undefined;
  })()
`);

/**
 * The text that takes an expression too long, or that it cannot take; undefined if there is none.
 * @param timeoutMs what all texts together may take; exponential time shows here only
 */
export function pump(expression: Omit<Expression, 'place'>, timeoutMs = 60_000): PumpText | undefined {
  const { flags } = expression;
  const source = withoutCounts(expression);
  const texts = createPumpTexts({ source, flags });
  const longTexts = [...new Map(texts.map((text) => [text.pump, text])).values()].slice(0, 12);
  let current: PumpText | undefined;
  const begin = (text: PumpText): void => {
    current = text;
  };
  const now = (): number => performance.now();
  const limits = { middleLength, suspiciousMs, longLength, slowMs, longestLength, longestMs };
  const context = createContext({ source, flags, texts, longTexts, ...limits, now, begin });
  try {
    return script.runInContext(context, { timeout: timeoutMs });
  } catch {
    return current;
  }
}
