import { findWorkload, openPage, paste, readEditor, readNotice, skipped, test, useService } from './playground.js';

const permissions = ['clipboard-read', 'clipboard-write'];

test(`${skipped}a share link restores manifest, context and layout, and reaches no server`, async (t) => {
  const page = await openPage(t, { permissions });
  await page.selectOption('#examples', 'opt-out');
  await findWorkload(page, 'Deployment/payments');
  await page.fill('#namespace', 'elsewhere');
  await page.getByRole('button', { name: 'Add annotation' }).click();
  await page.keyboard.type('owner=team-ü');
  await page.getByText('Side by side').click();
  const manifest = await readEditor(page);
  await page.getByRole('button', { name: 'Share link' }).click();
  await page.locator('#notice-text', { hasText: 'Link copied' }).waitFor();
  const link = new URL(await page.evaluate<string>('navigator.clipboard.readText()'));
  t.is(link.href, page.url());

  const paths: string[] = [];
  const other = await openPage(t, { url: link.origin + link.pathname, fragment: link.hash });
  other.on('request', (request) => paths.push(request.url()));
  await findWorkload(other, 'Deployment/payments');
  t.is(await readEditor(other), manifest);
  t.is(await other.locator('#namespace').inputValue(), 'elsewhere');
  t.is(await other.getByLabel('label key').inputValue(), 'dragonflyoss-injection');
  t.is(await other.getByLabel('annotation value').inputValue(), 'team-ü');
  t.true(await other.getByRole('radio', { name: 'Side by side' }).isChecked());

  // Once something else is shown, the address does not promise it any more.
  await other.fill('#namespace', 'third');
  await other.waitForURL(link.origin + link.pathname);
  t.false(paths.some((path) => path.includes(link.hash.slice(1))));
  const { log } = await useService();
  t.false(JSON.stringify(log).includes('payments'));
});

test(`${skipped}a broken share link says so, and the page works`, async (t) => {
  const links = [
    ['#v1.AAAA', /incomplete or was changed/],
    ['#v1.%%%', /incomplete or was changed/],
    ['#v9.abc', /Expected a share link with "#v1\."/],
  ] as const;
  for (const [fragment, message] of links) {
    const page = await openPage(t, { fragment });
    t.regex(await readNotice(page), message, fragment);
    await findWorkload(page, 'Deployment/front');
  }
});

test(`${skipped}a link that would grow without bounds is not opened`, async (t) => {
  const page = await openPage(t);
  const bomb = await page.evaluate<string>(`(async () => {
    const stream = new Blob([new Uint8Array(50_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_');
  })()`);
  const other = await openPage(t, { fragment: `#v1.${bomb}` });
  t.regex(await readNotice(other), /holds more than a manifest/);
});

test(`${skipped}a manifest that is too long for a link says so`, async (t) => {
  const page = await openPage(t);
  // Digits of which no one follows from the others.
  const noise = Array.from({ length: 9000 }, (_, index) => Math.sin(index).toString(36).slice(3, 11)).join('');
  await paste(page, `# ${noise}`);
  await page.getByRole('button', { name: 'Share link' }).click();
  await page.locator('#notice-text', { hasText: 'too long for a link' }).waitFor();
  t.false(page.url().includes('#'));
});
