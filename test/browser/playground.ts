// The playground as a person has it: a served page in a real browser. Every page that is opened is watched: a script
// that fails, a rule of the policy that is broken and a request to anybody else end the test.

import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { launch, type Started } from '../kit/command.js';
import { findBrowser } from './find-browser.js';

const executablePath = findBrowser();

/** Leads to this machine as well, but browsers take it for any host without https. */
export const untrustedHost = 'playground.test';

/** For titles. */
export const skipped = executablePath ? '' : 'skipped: no browser found: ';
export const test = (executablePath ? anyTest : anyTest.skip) as TestFn;

let browser: Browser | undefined;
const ends: (() => void)[] = [];
let service: Promise<Started> | undefined;

anyTest.after.always(async () => {
  await browser?.close();
  for (const end of ends) end();
});

/** Serves a playground, at a port of its own unless one is given. */
export function serve(address = '127.0.0.1:0'): Promise<Started> {
  return launch({ teardown: (end) => ends.push(end) }, 'podmutator', [
    'serve',
    '--allow-http',
    ...['--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0'],
    ...['--playground', '--playground-addr', address, '--playground-host', untrustedHost],
  ]);
}

/** The one that the tests of a file share. */
export function useService(): Promise<Started> {
  service ??= serve();
  return service;
}

export interface OpenOptions extends BrowserContextOptions {
  /** Instead of the service that the tests of a file share. */
  readonly url?: string;
  /** Of the address, with its "#". */
  readonly fragment?: string;
}

/** Opens the page and waits for its first answer. */
export async function openPage(t: ExecutionContext, options: OpenOptions = {}): Promise<Page> {
  const { url = (await useService()).ready['playground'] ?? '', fragment = '', ...contextOptions } = options;
  // A container is a box of its own already; inside of one, Chromium cannot make another.
  browser ??= await chromium.launch({
    executablePath: executablePath ?? '',
    args: ['--no-sandbox', `--host-resolver-rules=MAP ${untrustedHost} 127.0.0.1`],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`${error.stack}`));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) problems.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) problems.push(`request to ${request.url()}`);
  });
  t.teardown(async () => {
    await context.close();
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });
  await page.goto(url + fragment);
  await page.locator('#workloads article, #empty:not([hidden]), #banner:not([hidden])').first().waitFor();
  return page;
}

/** Replaces the manifest, as somebody who pastes it. */
export async function paste(page: Page, manifest: string): Promise<void> {
  await page.locator('#editor .cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.evaluate(
    `(() => {
      const data = new DataTransfer();
      data.setData('text/plain', ${JSON.stringify(manifest)});
      document.querySelector('#editor .editor').shadowRoot.querySelector('.cm-content').dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    })()`,
  );
}

/** What the editor holds. Only for manifests that are in sight as a whole. */
export async function readEditor(page: Page): Promise<string> {
  return (await page.locator('#editor .cm-line').allInnerTexts()).map((line) => line.replace(/^\n$/, '')).join('\n');
}

/** What a message says, once there is one. */
export async function readNotice(page: Page): Promise<string> {
  await page.locator('#notice').waitFor();
  return page.locator('#notice-text').innerText();
}

/** Waits for a result of this object, and gives its part of the page. */
export async function findWorkload(page: Page, name: string) {
  const article = page.locator('article', { has: page.getByRole('heading', { name, exact: true }) });
  await article.waitFor();
  return article;
}

/**
 * Clicks until `seen` is there, as a person would: while parts of a page come into sight and push others aside, a click
 * may land where its target was a moment before.
 */
export async function clickUntil(target: Locator, seen: Locator): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await target.click();
    const isThere = await seen.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  await seen.waitFor({ timeout: 2000 });
}
