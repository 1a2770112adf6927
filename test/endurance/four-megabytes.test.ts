// 4 MB of anything is evaluated or rejected within 5 s, at every door. What is measured is the time of the processor,
// which others can make dearer but not take away. Four times the bound is allowed: what is not linear takes minutes
// for these texts.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { readEndedChildrenSeconds } from '../../bench/measure/process-usage.js';
import type { Service } from '../../services/main.js';
import { mutators } from '../../services/registry.js';
import { run } from '../kit/command.js';
import { writeFileOfTest } from '../kit/files.js';
import { type Playing, play } from '../kit/playground.js';
import { connect, serve } from '../kit/service.js';
import { hostileManifests, hostileReviews } from './hostile-texts.js';

const secondsMax = 20;
const callMs = 110_000;

const codesOfAnswers = new Set([undefined, 3, 8]);

function readOwnSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

// A busy machine takes longer, of the clock alone.
async function startPatiently(t: ExecutionContext): Promise<Service> {
  const configFile = await writeFileOfTest(t, 'settings.yaml', 'limits: { maxCallSeconds: 120 }');
  return (await serve(t, { mutators, configFile })).service;
}

async function playPatiently(t: ExecutionContext): Promise<Playing> {
  const { api } = await startPatiently(t);
  return play(t, { api, page: { limits: { maxPreviewMs: callMs } } });
}

async function checkTime(
  t: ExecutionContext,
  work: () => Promise<unknown>,
  readSeconds = readOwnSeconds,
): Promise<void> {
  t.timeout(callMs + 60_000);
  const before = readSeconds();
  await work();
  const seconds = readSeconds() - before;
  t.true(seconds < secondsMax, `${seconds.toFixed(1)} s of the processor`);
}

for (const [title, manifest] of Object.entries(hostileManifests)) {
  test.serial(`Preview over gRPC: ${title}`, async (t) => {
    const { call } = connect(t, (await startPatiently(t)).address);
    const preview = () =>
      call('preview', { manifest, lint: true, alternatives: true }, callMs).then(
        ({ results }) => t.true(results.length > 0),
        ({ code, message }) => t.true(codesOfAnswers.has(code), message),
      );
    await checkTime(t, preview);
  });
}

const doors = [
  'marker lines',
  'a brace and quotes',
  'many keys',
  'aliases',
  'small documents',
  'small Pods',
  'a thousand containers',
];

for (const title of doors) {
  test.serial(`POST /preview: ${title}`, async (t) => {
    const { ask } = await playPatiently(t);
    const body = JSON.stringify({ manifest: hostileManifests[title], lint: true });
    await checkTime(t, async () => {
      const { status } = await ask({ path: '/preview', body });
      t.true([200, 400, 413].includes(status), String(status));
    });
  });
}

test.serial('POST /preview: a body that is no JSON', async (t) => {
  const { ask } = await playPatiently(t);
  for (const title of ['braces', 'brackets', 'quotes', 'spaces', 'a string that does not end']) {
    await checkTime(t, async () => t.is((await ask({ body: hostileReviews[title] ?? '' })).status, 400));
  }
});

for (const [title, body] of Object.entries(hostileReviews)) {
  test.serial(`POST /mutate: ${title}`, async (t) => {
    const { call } = await playPatiently(t);
    await checkTime(t, async () => {
      const { status } = await call({ path: '/mutate?timeout=30s', body });
      t.true([200, 400, 413].includes(status), String(status));
    });
  });
}

const inFiles = [
  ...doors.filter((title) => title !== 'small Pods'),
  'comments',
  'line breaks',
  'spaces',
  'quotes',
  'a string of escaped quotes that does not end',
  'a source comment that does not end',
  'the word kind, and tags',
  'Namespaces',
  'JSON objects',
  'a value of slashes that is written anew',
  'many keys in a list of functions',
];

for (const [index, title] of inFiles.entries()) {
  const command = (['preview', 'lint', 'explain', 'test'] as const)[index % 4] ?? 'preview';
  test.serial(`podmutator ${command}: ${title}`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'four-megabytes-'));
    t.teardown(() => rm(folder, { recursive: true }));
    const file = join(folder, 'hostile.yaml');
    await writeFile(file, hostileManifests[title] ?? '');
    const suite = join(folder, 'hostile.podmutator-test.yaml');
    await writeFile(
      suite,
      'inputs: [hostile.yaml]\ncases:\n  - name: hostile\n    object: Pod/a\n    expect: {verdict: changed}\n',
    );
    await checkTime(
      t,
      async () => {
        const { code, stderr } = await run('podmutator', [command, command === 'test' ? suite : file]);
        t.not(code, null);
        t.notRegex(stderr, /\bat \S+ \(/);
      },
      readEndedChildrenSeconds,
    );
  });
}
