// The process of one attacker. Arguments: the name of the attack, and the target as JSON.

import { once } from 'node:events';
import type { Target } from '../attack.js';
import { attacks } from '../attacks.js';
import { countUnderWay } from '../repeat.js';

const [name, target = ''] = process.argv.slice(2);
const attack = attacks.find((one) => one.name === name);
if (!attack) {
  throw new Error(`expected the name of an attack, found ${name}`);
}
process.on('disconnect', () => process.exit(0));
const answers: Record<string, number> = {};
const end = new AbortController();
const act = await attack.prepare(JSON.parse(target) as Target);
process.send?.({});
await once(process, 'message');
process.once('message', () => end.abort());
await act({ count: (answer) => (answers[answer] = (answers[answer] ?? 0) + 1) }, end.signal);
const underWay = countUnderWay();
process.send?.(underWay > 0 ? { ...answers, 'under way': underWay } : answers);
