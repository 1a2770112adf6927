// What the README shows is what happens.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { createPreviewRequest } from '../proto/preview-request.js';
import { openOffline } from '../services/offline.js';
import { mutators } from '../services/registry.js';
import { readDefaultSettings, readSettings } from '../services/settings/settings.js';
import { launch, run } from './kit/command.js';
import { projectRoot } from './kit/project.js';

const readFile = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');
const blocks = [...readFile('README.md').matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, kind, text = '']) => ({
  kind,
  text,
}));

/** What a console block shows below its command. */
function outputOf(command: string): string {
  const block = blocks.find(({ kind, text }) => kind === 'console' && text.startsWith(`$ ${command}`));
  return block?.text.replace(/^\$ (?:.*\\\n)*.*\n/, '').replace(/^ {2}\|.*\n/m, '') ?? '';
}

test('the answer to the review of the virt-launcher Pod', async (t) => {
  const args = ['serve', '--allow-http', '--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0'];
  const { ready } = await launch(t, 'podmutator', [...args, '--namespaces', 'examples/namespaces.yaml']);
  const answer = await fetch(`http://${ready['webhook']}/mutate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: readFile('examples/review-virt-launcher.json'),
  });
  const { patch, ...rest } = ((await answer.json()) as { response: Record<string, unknown> }).response;
  t.truthy(patch);
  t.deepEqual(JSON.parse(outputOf('curl')), rest);
});

test('the diff of the Deployment', async (t) => {
  const api = await openOffline(undefined);
  const { results } = await api.preview(
    createPreviewRequest({
      manifest: readFile('examples/deployment.yaml'),
      namespace: 'shop',
      namespaceLabels: { 'dragonflyoss-injection': 'enabled' },
    }),
  );
  const [shown, rest] = outputOf('jq').split('…');
  t.is(rest, '\n');
  t.true(results[0]?.diff.startsWith(shown ?? '?'), results[0]?.diff);
});

test('the summary of the preview command', async (t) => {
  const flags = ['-o', 'summary', '-n', 'shop', '--namespace-label', 'dragonflyoss-injection=enabled'];
  const { code, stdout } = await run('podmutator', ['preview', ...flags, 'examples/deployment.yaml']);
  t.is(code, 0);
  t.is(outputOf('node build/cli/podmutator.js preview'), stdout);
});

test('the settings', (t) => {
  const settings = blocks.find(({ kind, text }) => kind === 'yaml' && text.startsWith('mutators:'));
  t.notThrows(() => readSettings(settings?.text ?? '-', { mutators, source: 'README.md' }));
});

test('the example settings are the defaults that they say they are', (t) => {
  const given = readSettings(readFile('examples/config.yaml'), { mutators, source: 'examples/config.yaml' });
  t.deepEqual(given, readDefaultSettings(mutators));
});

test('every page and file that the README links to exists', (t) => {
  const links = [...readFile('README.md').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
  t.true(links.length > 4);
  t.notThrows(() => links.forEach(readFile));
});
