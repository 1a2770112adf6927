import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UsageError } from '../../../cli/flags.js';
import { listSources, type Source } from '../../../cli/preview/list-sources.js';
import { type Input, isInputProblem, readInputs } from '../../../cli/preview/read-inputs.js';

async function createTree(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'podmutator-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function readAll(sources: Parameters<typeof readInputs>[0]) {
  const inputs = [];
  for await (const input of readInputs(sources)) inputs.push(input);
  return inputs;
}

function fromStdin(text: string): Source {
  return { name: '<stdin>', isPipe: true, read: async () => Buffer.from(text) };
}

test('a directory gives all manifests below it, sorted, without hidden ones', async (t) => {
  const files = {
    'b.yaml': '',
    'a/z.json': '',
    'a/c.yml': '',
    'a/notes.txt': '',
    '.git/x.yaml': '',
    'a/.y.yaml': '',
    'a/d.podmutator-test.yaml': '',
  };
  const root = await createTree(files);
  await symlink(root, join(root, 'a/loop'));
  const sources = await listSources([root]);
  t.deepEqual(
    sources.map(({ name }) => name.slice(root.length + 1)),
    ['a/c.yml', 'a/z.json', 'b.yaml'],
  );
});

test('a directory without manifests and a path that leads nowhere are problems of their own', async (t) => {
  const root = await createTree({ 'notes.txt': '', 'ok.yaml': 'a: 1\n' });
  await mkdir(join(root, 'empty'));
  const inputs = await readAll(await listSources(['empty', 'nowhere', 'ok.yaml'].map((name) => join(root, name))));
  t.deepEqual(
    inputs.map((input) => (isInputProblem(input) ? input.problem : input.documents.length)),
    [
      'expected manifests (.yaml, .yml, .json) in this directory, found none',
      'cannot be read: no such file or directory',
      1,
    ],
  );
});

test('standard input is read when it is asked for, or when nothing is and it is no terminal', async (t) => {
  t.like(await listSources([], false), [{ name: '<stdin>', isPipe: true }]);
  t.like(await listSources(['-'], true), [{ name: '<stdin>', isPipe: true }]);
  await t.throwsAsync(listSources([], true), { instanceOf: UsageError, message: /Nothing to read/ });
  await t.throwsAsync(listSources(['-', '-'], false), { instanceOf: UsageError, message: /once/ });
});

test('bytes that are no UTF-8 are a problem, and a byte order mark is kept', async (t) => {
  const root = await createTree({ 'a.yaml': Uint8Array.of(0x61, 0xff, 0xfe), 'b.yaml': '\ufeffkind: Pod\n' });
  const [broken, marked] = await readAll(await listSources([root]));
  t.regex((broken as { problem: string }).problem, /UTF-8/);
  t.is((marked as Input).documents[0]?.text, '\ufeffkind: Pod\n');
});

test('documents, joined, are the text', async (t) => {
  const text = '# head\n---\na: 1\n---\n\n--- # two\nb: |\n  x\n...\n# tail';
  const [input] = (await readAll([fromStdin(text)])) as [Input];
  t.is(input.documents.map((document) => document.text).join(''), text);
});

test('in a pipe, lines count from behind the comment that names the template', async (t) => {
  const text =
    '---\n# Source: shop/templates/web.yaml\nkind: A\nx: 1\n---\n# Source: shop/templates/db.yaml\r\nkind: B\n---\nkind: C\n';
  const [input] = (await readAll([fromStdin(text)])) as [Input];
  t.deepEqual(
    [input.documents[0]?.locate(4), input.documents[1]?.locate(7), input.documents[2]?.locate(9)],
    [
      { file: 'shop/templates/web.yaml', line: 2 },
      { file: 'shop/templates/db.yaml', line: 1 },
      { file: '<stdin>', line: 9 },
    ],
  );
});

test('a file on disk is shown by its own name and lines, whatever its comments say', async (t) => {
  const root = await createTree({ 'all.yaml': '---\n# Source: shop/templates/web.yaml\nkind: A\n' });
  const [input] = (await readAll(await listSources([root]))) as [Input];
  t.deepEqual(input.documents[0]?.locate(3), { file: join(root, 'all.yaml'), line: 3 });
});
