import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import anyTest, { type ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import { bareEnvironment, type Finished } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';
import { findWorkload, openPage, paste, skipped, test, untrustedHost, useService } from './playground.js';

interface Answer {
  readonly results: readonly { readonly jsonPatch?: string; readonly patchedManifest?: string }[];
}

// Everything that a shell could take for its own: quotes, variables, backslashes, and a line that ends a text.
const manifest = `{apiVersion: v1, kind: Pod, metadata: {name: awkward, annotations: {dragonfly.io/inject: "true", note: 'it''s $HOME \`x\` \\\\', mark:
EOF
}}, spec: {containers: [{name: a, image: b}]}}
`;

const hasGrpcurl = spawnSync('grpcurl', ['-version']).status === 0;

/** A page with the awkward manifest, what it was answered, and a folder to run commands in. */
async function prepare(t: ExecutionContext) {
  const page = await openPage(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  const answered = page.waitForResponse(
    async (response) => response.request().postData()?.includes('awkward') ?? false,
  );
  await page.fill('#namespace', 'shop');
  await paste(page, manifest);
  const answer = (await (await answered).json()) as Answer;
  await findWorkload(page, 'Pod/awkward');
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-copy-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const command = join(folder, 'podmutator');
  await writeFile(
    command,
    `#!/bin/sh\nexec "${process.execPath}" "${join(projectRoot, 'build/cli/podmutator.js')}" "$@"\n`,
  );
  await chmod(command, 0o755);
  const env = { ...bareEnvironment(), PATH: [folder, process.env['PATH']].join(delimiter) };
  const run = (text: string): Promise<Finished> =>
    promisify(execFile)('bash', ['-c', text], { cwd: folder, env }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: Finished) => ({ code, stdout, stderr }),
    );
  return { page, answer, folder, run };
}

/** What the button puts into the clipboard. */
async function copy(page: Page, label: string): Promise<string> {
  await page.getByRole('button', { name: 'Copy as …' }).click();
  await page.locator('#copy-formats').getByText(label, { exact: true }).click();
  if (label !== 'curl') await page.fill('#copy-address', (await useService()).ready['grpc'] ?? '');
  await page.locator('#copy-button').click();
  await page.locator('#copy-status', { hasText: 'Copied.' }).waitFor();
  const text = await page.evaluate<string>('navigator.clipboard.readText()');
  await page.locator('#copy-close').click();
  return text;
}

test(`${skipped}"copy as curl" gives the same patch`, async (t) => {
  const { page, answer, run } = await prepare(t);
  const { code, stdout, stderr } = await run(await copy(page, 'curl'));
  t.is(code, 0, stderr);
  t.truthy(answer.results[0]?.jsonPatch);
  t.is((JSON.parse(stdout) as Answer).results[0]?.jsonPatch, answer.results[0]?.jsonPatch);
});

(hasGrpcurl ? test : anyTest.skip)(
  `${hasGrpcurl ? skipped : 'skipped, for grpcurl is not installed: '}"copy as grpcurl" gives the same patch`,
  async (t) => {
    const { page, answer, run } = await prepare(t);
    const { code, stdout, stderr } = await run(await copy(page, 'grpcurl'));
    t.is(code, 0, stderr);
    t.is((JSON.parse(stdout) as Answer).results[0]?.jsonPatch, answer.results[0]?.jsonPatch);
  },
);

test(`${skipped}"copy as command line" gives the same manifest and the same patch`, async (t) => {
  const { page, answer, run } = await prepare(t);
  const text = await copy(page, 'Command line');
  const { code, stdout, stderr } = await run(text);
  t.is(code, 0, stderr);
  t.is(stdout, answer.results[0]?.patchedManifest ?? '');
  const { stdout: line } = await run(text.replace('preview ', 'preview -o patch '));
  t.deepEqual((JSON.parse(line) as { patch: unknown }).patch, JSON.parse(answer.results[0]?.jsonPatch ?? ''));
});

test(`${skipped}"copy as expectation file" writes a test that holds, and fails when something changes`, async (t) => {
  const { page, folder, run } = await prepare(t);
  const text = await copy(page, 'Expectation file');
  const { code, stdout, stderr } = await run(text);
  t.is(code, 0, stderr + stdout);
  t.regex(stdout, /ok {4}Pod\/awkward is changed\n+1 passed, 0 failed/);
  t.is(await readFile(join(folder, 'playground.yaml'), 'utf8'), manifest);

  const changed = text.replace('image: b}', 'image: b, env: [{name: NODE_NAME, value: mine}]}');
  t.not(changed, text);
  const again = await run(changed);
  t.is(again.code, 1);
  t.regex(again.stdout, /FAIL {2}Pod\/awkward is changed/);
});

test(`${skipped}where the browser does not let a page copy, the text is selected, and all else works`, async (t) => {
  const url = new URL((await useService()).ready['playground'] ?? '');
  url.hostname = untrustedHost;
  const page = await openPage(t, { url: url.href });
  await findWorkload(page, 'Deployment/front');
  await page.getByRole('button', { name: 'Copy as …' }).click();
  await page.locator('#copy-button').click();
  await page.locator('#copy-status', { hasText: 'does not let this page copy: the text is selected' }).waitFor();
  const selected = await page.evaluate<string>('getSelection().toString()');
  t.true(selected.startsWith(`curl -sS ${new URL('../preview', url).href} `), selected);
  await page.locator('#copy-close').click();
  await page.getByRole('button', { name: 'Share link' }).click();
  await page.locator('#notice-text', { hasText: 'The link is in the address bar.' }).waitFor();
  t.regex(new URL(page.url()).hash, /^#v1\../);
});
