// Every attack of attacks.ts, against real processes with the flags, the environment and the memory limit of the image,
// and against a bare server in the same run. What must hold is the same for all.

import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import type { Attack, VictimName } from './attack.js';
import { attacks } from './attacks.js';
import type { HonestReview } from './honest-load.js';
import { type HonestWorker, type Measured, measure, startHonestWorker, warmUp } from './measure.js';
import { prepareBareReviews, prepareReviews } from './reviews.js';
import { createSetting, type Setting } from './setting.js';
import { formatCounts, formatTable, type Row, ratioGoal, sumOf } from './table.js';
import { startBare, startVictim, type Victim } from './victims.js';

/** A review may take so long, a fifth of what the API server waits: what two shared processors do decides below it. */
const p99Ms = 1000;
/** A round that is too slow is repeated so often: the bound is on podmutator, not on what else the machine does. */
const rounds = 3;
/** Without progress for so long, a victim does not answer at all. */
const testMs = 300_000;
/** Without an end so long after SIGTERM, a process does not end at all. */
const stopMs = 60_000;

interface Prepared {
  readonly victim: Victim;
  readonly reviews: readonly HonestReview[];
}

let setting: Setting;
let worker: HonestWorker;
let bareAnswer: Buffer;
let current: (Prepared & { readonly name: VictimName }) | undefined;
const bare = new Map<boolean, Prepared>();
const rows: Row[] = [];

test.before(async () => {
  setting = await createSetting();
  worker = await startHonestWorker();
});

test.after.always(async () => {
  await endCurrent();
  for (const { victim } of bare.values()) await kill(victim);
  await worker.stop();
  await setting.remove();
  process.stdout.write(`\n${formatTable(rows)}`);
});

/** The same processes stay for attack after attack, as they would. */
async function prepareVictim(name: VictimName): Promise<Prepared> {
  if (current?.name !== name) {
    await endCurrent();
    const victim = await startVictim(setting, name);
    current = { name, victim, reviews: [] };
    const reviews = await prepareReviews(victim);
    await warmUp(worker, victim, reviews);
    current = { name, victim, reviews };
    const [first] = reviews;
    if (first?.rule.kind === 'template') bareAnswer ??= Buffer.from(first.rule.answer);
  }
  return current as Prepared;
}

async function prepareBare(name: VictimName): Promise<Prepared> {
  const isApart = name === 'pair' || name === 'page' || name === 'without-macvtap';
  const known = bare.get(isApart);
  if (known) return known;
  const prepared = { victim: await startBare(setting, bareAnswer, isApart), reviews: prepareBareReviews(bareAnswer) };
  await warmUp(worker, prepared.victim, prepared.reviews);
  bare.set(isApart, prepared);
  return prepared;
}

async function endCurrent(): Promise<void> {
  const ending = current;
  current = undefined;
  if (ending) await kill(ending.victim);
}

async function kill({ processes }: Victim): Promise<void> {
  for (const one of processes) await one.stop('SIGKILL');
}

function judge(t: ExecutionContext, attack: Attack, { lost, wrong, answers, processes }: Measured): void {
  t.is(sumOf(lost), 0, `every honest review is answered; instead: ${formatCounts(lost)}`);
  t.deepEqual(wrong.slice(0, 2), [], 'every answer is the one that is given when all is calm');
  for (const { name, limitBytes, peakBytes, isAlive } of processes) {
    t.true(isAlive, `${name} is alive`);
    const [peak, limit] = [peakBytes, limitBytes].map((bytes) => Math.ceil(bytes / 2 ** 20));
    t.true(peakBytes > 0 && peakBytes <= limitBytes, `${name} has taken ${peak} of ${limit} MiB`);
  }
  t.deepEqual(
    Object.keys(answers).filter((answer) => answer !== 'under way' && !attack.answers.includes(answer)),
    [],
    `the attacker is answered with nothing but ${attack.answers.join(', ')}: ${formatCounts(answers)}`,
  );
  t.true(attack.answers.length === 0 || sumOf(answers) > 0, 'the attacker has sent something');
}

for (const attack of attacks) {
  test.serial(`honest reviews beside: ${attack.name}`, async (t) => {
    t.timeout(testMs);
    let isGood = false;
    t.teardown(() => (isGood ? undefined : endCurrent()));
    const { victim, reviews } = await prepareVictim(attack.victim);
    const floor = await prepareBare(attack.victim);
    let row: Row | undefined;
    t.teardown(() => void (row && rows.push(row)));
    for (let round = 0; round < rounds && !(row && isFast(row)); round += 1) {
      row = {
        name: attack.name,
        product: await measure(worker, victim, attack, reviews),
        bare: await measure(worker, floor.victim, attack, floor.reviews),
      };
      judge(t, attack, row.product);
    }
    const [p99, bound] = [row?.product.p99Ms, (row?.bare.p99Ms ?? 0) * ratioGoal].map((ms) => ms?.toFixed(1));
    t.true(row && isFast(row), `p99 is ${p99} ms in each of ${rounds} rounds; the bare server allows ${bound} ms`);
    if (attack.victim === 'full-disk' || attack.victim === 'unread-log') await stopInTime(t, victim);
    isGood = t.passed;
  });
}

function isFast({ product, bare: floor }: Row): boolean {
  return product.p99Ms <= Math.max(ratioGoal * floor.p99Ms, p99Ms);
}

async function stopInTime(t: ExecutionContext, { processes }: Victim): Promise<void> {
  current = undefined;
  for (const one of processes) {
    const code = await Promise.race([one.stop('SIGTERM'), sleep(stopMs, 'late', { ref: false })]);
    t.is(code, 0, `${one.name} ends with code 0 within ${stopMs / 1000} s of SIGTERM`);
    if (code === 'late') await one.stop('SIGKILL');
  }
}
