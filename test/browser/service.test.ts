import { findWorkload, openPage, paste, readNotice, serve, skipped, test } from './playground.js';

const pod = (name: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {containers: [{name: a, image: b}]}}`;

test(`${skipped}a service that stops is told, and the page goes on by itself when it is back`, async (t) => {
  const first = await serve();
  const url = first.ready['playground'] ?? '';
  const page = await openPage(t, { url });
  await findWorkload(page, 'Deployment/front');
  await first.stop();
  await page.fill('#namespace', 'changed-meanwhile');
  const banner = page.getByRole('alert');
  await banner.waitFor();
  t.is(
    await banner.innerText(),
    'podmutator cannot be reached.\nTrying again; what you type stays here. Below is the last answer.',
  );
  t.is(await page.locator('#summary').innerText(), 'podmutator does not answer');
  await findWorkload(page, 'Deployment/front');
  await paste(page, pod('typed-meanwhile'));

  await serve(new URL(url).host);
  await findWorkload(page, 'Pod/typed-meanwhile');
  t.false(await banner.isVisible());
  t.is(await page.locator('#summary').innerText(), '1 workload: 1 changed');
});

test(`${skipped}an answer that comes too late is not shown`, async (t) => {
  const page = await openPage(t);
  let isSlowAnswered = false;
  await page.route('**/preview', async (route) => {
    const isSlow = route.request().postData()?.includes('slow') ?? false;
    const response = await route.fetch();
    if (isSlow) await new Promise((resolve) => setTimeout(resolve, 1500));
    // The browser may have hung up by now, which is what it should do.
    await route.fulfill({ response }).catch(() => undefined);
    isSlowAnswered ||= isSlow;
  });
  const asked = page.waitForRequest((request) => request.postData()?.includes('slow') ?? false);
  await paste(page, pod('slow'));
  await asked;
  await paste(page, pod('fast'));
  await findWorkload(page, 'Pod/fast');
  while (!isSlowAnswered) await page.waitForTimeout(100);
  await page.waitForTimeout(300);
  t.is(await page.locator('article').count(), 1);
  await findWorkload(page, 'Pod/fast');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test(`${skipped}a manifest that is refused as a whole says why`, async (t) => {
  const page = await openPage(t);
  const open = (name: string, text: string) =>
    page.locator('#file').setInputFiles({ name, mimeType: 'text/yaml', buffer: Buffer.from(text) });
  await open('comment.yaml', '# to do\n');
  const banner = page.getByRole('alert');
  await banner.waitFor();
  t.is(
    await banner.innerText(),
    'manifest: expected Kubernetes objects as YAML or JSON, found nothing\nBelow is the last answer.',
  );
  t.is(await page.locator('#summary').innerText(), 'No preview');

  await open('large.yaml', `# ${'x'.repeat(4.5 * 1024 * 1024)}\n`);
  t.is(await readNotice(page), 'Expected at most 4 MiB, found 4.5 MiB.');
  await page.selectOption('#examples', 'plain');
  await findWorkload(page, 'Deployment/front');
  await banner.waitFor({ state: 'hidden' });
});
