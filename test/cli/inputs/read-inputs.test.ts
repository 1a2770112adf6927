import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UsageError } from '../../../cli/flags/flags.js';
import { listSources, type Source, type SourceProblem } from '../../../cli/inputs/list-sources.js';
import { documentLengthMax, type InputDocument, readInput } from '../../../cli/inputs/read-inputs.js';
import { surveyInputs } from '../../../cli/inputs/survey-inputs.js';

async function createTree(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'podmutator-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function readAll(source: Source | SourceProblem | undefined): Promise<readonly InputDocument[]> {
  const documents = [];
  for await (const document of readInput(source as Source)) documents.push(document);
  return documents;
}

function fromStdin(...pieces: readonly string[]): Source {
  return {
    name: '<stdin>',
    isPipe: true,
    read: async function* () {
      for (const piece of pieces) yield Buffer.from(piece, 'latin1');
    },
  };
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
  const sources = await listSources(['empty', 'nowhere', 'ok.yaml'].map((name) => join(root, name)));
  const { documents, findProblem } = await surveyInputs(sources);
  t.is(documents, 1);
  t.deepEqual(sources.map(findProblem), [
    'expected manifests (.yaml, .yml, .json) in this directory, found none',
    'cannot be read: no such file or directory',
    undefined,
  ]);
});

test('standard input is read when it is asked for, or when nothing is and it is no terminal', async (t) => {
  t.like(await listSources([], false), [{ name: '<stdin>', isPipe: true }]);
  t.like(await listSources(['-'], true), [{ name: '<stdin>', isPipe: true }]);
  await t.throwsAsync(listSources([], true), { instanceOf: UsageError, message: /Nothing to read/ });
  await t.throwsAsync(listSources(['-', '-'], false), { instanceOf: UsageError, message: /once/ });
});

test('bytes that are no UTF-8 are a problem, and a byte order mark is kept', async (t) => {
  const root = await createTree({ 'a.yaml': Uint8Array.of(0x61, 0xff, 0xfe), 'b.yaml': '\ufeffkind: Pod\n' });
  const sources = await listSources([root]);
  const { findProblem } = await surveyInputs(sources);
  t.deepEqual(sources.map(findProblem), ['expected UTF-8 text, found other bytes', undefined]);
  const [marked] = await readAll(sources[1]);
  t.is(marked?.text, '\ufeffkind: Pod\n');
});

test('documents, joined, are the text', async (t) => {
  const text = '# head\n---\na: 1\n---\n\n--- # two\nb: |\n  x\n...\n# tail';
  const documents = await readAll(fromStdin(text));
  t.is(documents.map((document) => document.text).join(''), text);
});

test('in a pipe, lines count from behind the comment that names the template', async (t) => {
  const text =
    '---\n# Source: shop/templates/web.yaml\nkind: A\nx: 1\n---\n# Source: shop/templates/db.yaml\r\nkind: B\n---\nkind: C\n';
  const documents = await readAll(fromStdin(text));
  t.deepEqual(
    [documents[0]?.locate(4), documents[1]?.locate(7), documents[2]?.locate(9)],
    [
      { file: 'shop/templates/web.yaml', line: 2 },
      { file: 'shop/templates/db.yaml', line: 1 },
      { file: '<stdin>', line: 9 },
    ],
  );
});

test('a file on disk is shown by its own name and lines, whatever its comments say', async (t) => {
  const root = await createTree({ 'all.yaml': '---\n# Source: shop/templates/web.yaml\nkind: A\n' });
  const [document] = await readAll((await listSources([root]))[0]);
  t.deepEqual(document?.locate(3), { file: join(root, 'all.yaml'), line: 3 });
});

test('characters and markers may come in pieces', async (t) => {
  const documents = await readAll(fromStdin('a: \xc3', '\xbc\n-', '--', ' # two\nb: 1\n--', '-c\n'));
  t.deepEqual(
    documents.map(({ text, line }) => [text, line]),
    [
      ['a: ü\n', 1],
      ['--- # two\nb: 1\n---c\n', 2],
    ],
  );
});

test('a document without end is not kept, and what follows has its lines', async (t) => {
  const long = 'x'.repeat(documentLengthMax);
  const documents = await readAll(
    fromStdin('a: 1\n---\nb: |\n ', long, '\n y\n', '\n  ', long, '-', '--\n z\n--', '-\nc: 3\n'),
  );
  t.deepEqual(
    documents.map(({ text, line, isTooLong = false }) => [text, line, isTooLong]),
    [
      ['a: 1\n', 1, false],
      ['', 2, true],
      ['---\nc: 3\n', 9, false],
    ],
  );
});
