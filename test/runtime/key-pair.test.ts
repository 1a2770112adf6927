import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { createKeyPairSource, type KeyPair, type KeyPairSource } from '../../runtime/key-pair.js';
import { type Authority, createAuthority, createSecretFolder, type SecretFolder } from '../kit/certificates.js';
import { until } from '../kit/until.js';

const intervalMs = 20;
let authority: Authority;
test.before(async () => {
  authority = await createAuthority();
});

interface Followed {
  readonly source: KeyPairSource;
  nextReload(): Promise<{ readonly ok: boolean; readonly error: Error | undefined }>;
  /** A failure may be reported more than once before the next good pair. */
  nextGoodReload(): Promise<void>;
}

async function follow(folder: SecretFolder): Promise<Followed> {
  const reports: { ok: boolean; error: Error | undefined }[] = [];
  const source = await createKeyPairSource(folder, {
    intervalMs,
    onReload: (ok, error) => reports.push({ ok, error }),
  });
  const nextReload: Followed['nextReload'] = async () => {
    // The source itself never keeps a process alive, so the waiting must.
    return until(() => reports.shift());
  };
  return {
    source,
    nextReload,
    async nextGoodReload() {
      while (!(await nextReload()).ok);
    },
  };
}

test('a pair is loaded with its CA and its expiry', async (t) => {
  const notAfter = new Date('2099-05-06T07:08:09Z');
  const pair = await authority.issue({ notAfter });
  const folder = await createSecretFolder({ ...pair, ca: authority.ca });
  t.teardown(() => folder.remove());

  const source = await createKeyPairSource(folder);
  t.teardown(() => source.close());

  t.is(source.current().cert.toString(), pair.cert);
  t.is(source.current().key.toString(), pair.key);
  t.is(source.current().ca?.toString(), authority.ca);
  t.deepEqual(source.current().notAfter, notAfter);
});

test('the symlink swap of a Secret gives the new pair', async (t) => {
  const folder = await createSecretFolder({ ...(await authority.issue()), ca: authority.ca });
  t.teardown(() => folder.remove());
  const { source, nextReload } = await follow(folder);
  t.teardown(() => source.close());
  const seen: KeyPair[] = [];
  source.subscribe((pair) => seen.push(pair));

  const renewed = await authority.issue();
  await folder.swap({ ...renewed, ca: authority.ca });

  t.deepEqual(await nextReload(), { ok: true, error: undefined });
  t.is(source.current().cert.toString(), renewed.cert);
  t.deepEqual(seen, [source.current()]);
});

test('an unsubscribed listener hears nothing more', async (t) => {
  const folder = await createSecretFolder({ ...(await authority.issue()), ca: authority.ca });
  t.teardown(() => folder.remove());
  const { source, nextReload } = await follow(folder);
  t.teardown(() => source.close());
  const seen: KeyPair[] = [];
  const unsubscribe = source.subscribe((pair) => seen.push(pair));
  unsubscribe();

  await folder.swap({ ...(await authority.issue()), ca: authority.ca });

  t.true((await nextReload()).ok);
  t.deepEqual(seen, []);
});

const brokenContents = {
  'a key of another certificate': async () => ({
    content: { cert: (await authority.issue()).cert, key: (await authority.issue()).key },
    complaint: /the key does not belong to the certificate/,
  }),
  'an expired certificate': async () => ({
    content: await authority.issue({ notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') }),
    complaint: /expired on 2020-02-01/,
  }),
  'a certificate that is not valid yet': async () => ({
    content: await authority.issue({ notBefore: new Date('2090-01-01'), notAfter: new Date('2099-02-01') }),
    complaint: /not valid before 2090-01-01/,
  }),
  'no key': async () => ({ content: { cert: (await authority.issue()).cert }, complaint: /ENOENT.*tls\.key/ }),
  'a certificate that is no PEM': async () => ({
    content: { ...(await authority.issue()), cert: 'hello' },
    complaint: /the certificate is not PEM/,
  }),
  'a key that is no PEM': async () => ({
    content: { ...(await authority.issue()), key: 'hello' },
    complaint: /the key is not an unencrypted PEM private key/,
  }),
};

for (const [what, build] of Object.entries(brokenContents)) {
  test(`${what} is refused at the start, and the error names the files`, async (t) => {
    const { content, complaint } = await build();
    const folder = await createSecretFolder({ ...content, ca: authority.ca });
    t.teardown(() => folder.remove());

    const error = await t.throwsAsync(createKeyPairSource(folder), { message: complaint });

    t.true(error.message.includes(folder.certFile));
    t.true(error.message.includes(folder.keyFile));
  });

  test(`${what} keeps the last good pair, and a good one after it is taken`, async (t) => {
    const good = await authority.issue();
    const folder = await createSecretFolder({ ...good, ca: authority.ca });
    t.teardown(() => folder.remove());
    const { source, nextReload, nextGoodReload } = await follow(folder);
    t.teardown(() => source.close());

    const { content, complaint } = await build();
    await folder.swap({ ...content, ca: authority.ca });
    const failed = await nextReload();
    t.false(failed.ok);
    t.regex(failed.error?.message ?? '', complaint);
    t.is(source.current().cert.toString(), good.cert);

    const repaired = await authority.issue();
    await folder.swap({ ...repaired, ca: authority.ca });
    await nextGoodReload();
    t.is(source.current().cert.toString(), repaired.cert);
  });
}

test('a CA file that holds no certificate is refused', async (t) => {
  const folder = await createSecretFolder({ ...(await authority.issue()), ca: 'hello' });
  t.teardown(() => folder.remove());

  await t.throwsAsync(createKeyPairSource(folder), { message: /CA .*ca\.crt: the CA file holds no PEM certificate/ });
});

test('files that are written one after the other are taken once both fit', async (t) => {
  const folder = await createSecretFolder({ ...(await authority.issue()), ca: authority.ca });
  t.teardown(() => folder.remove());
  const { source, nextReload, nextGoodReload } = await follow(folder);
  t.teardown(() => source.close());
  const renewed = await authority.issue();

  await writeFile(folder.certFile, renewed.cert);
  t.false((await nextReload()).ok);
  await writeFile(folder.keyFile, renewed.key);

  await nextGoodReload();
  t.is(source.current().key.toString(), renewed.key);
});

test('of many swaps in a row the last one is found', async (t) => {
  const folder = await createSecretFolder({ ...(await authority.issue()), ca: authority.ca });
  t.teardown(() => folder.remove());
  const { source } = await follow(folder);
  t.teardown(() => source.close());
  const pairs = await Promise.all(Array.from({ length: 60 }, () => authority.issue()));

  for (const pair of pairs) {
    await folder.swap({ ...pair, ca: authority.ca });
    await setTimeout(1);
  }

  const last = pairs.at(-1)?.cert;
  await until(() => source.current().cert.toString() === last);
  t.pass();
});
