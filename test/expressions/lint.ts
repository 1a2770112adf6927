// `npm run lint`: no source holds an expression that takes more than linear time, or makes one out of text.

import { resolve } from 'node:path';
import { judgeExpression } from './judge-expression.js';
import { listExpressions } from './list-expressions.js';

const root = process.argv[2] ?? resolve(import.meta.dirname, '../../..');
const { literals, made } = listExpressions(root);
const problems = made.map((place) => `${place}: expected a literal expression, found one made out of text`);
for (const { place, source, flags } of literals) {
  const problem = await judgeExpression({ source, flags });
  if (problem) problems.push(`${place}: /${source}/${flags} ${problem}`);
}
process.stderr.write(problems.map((problem) => `${problem}\n`).join(''));
process.exitCode = problems.length > 0 ? 1 : 0;
