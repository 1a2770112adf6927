import type { ExecutionContext } from 'ava';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { clickUntil, findWorkload, openPage, paste, skipped, test } from './playground.js';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

async function check(t: ExecutionContext, page: Page, state: string): Promise<void> {
  // By the protocol of the debugger, which the policy of the page does not concern.
  await page.evaluate(axe.source);
  const violations = await page.evaluate<Violation[]>('axe.run(document).then(({ violations }) => violations)');
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`),
  );
  t.deepEqual(told, [], state);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 360]) {
    test(`${skipped}axe finds nothing in any state of the page, ${colorScheme}, ${width} pixels wide`, async (t) => {
      const page = await openPage(t, { colorScheme, viewport: { width, height: 900 } });
      await findWorkload(page, 'Deployment/front');
      await check(t, page, 'result');

      await page.selectOption('#examples', 'conflict');
      const importer = await findWorkload(page, 'Deployment/importer');
      await importer.getByRole('button', { name: 'Why dragonfly?' }).click();
      await check(t, page, 'warnings, explanation');
      await clickUntil(importer.locator('.cm-authors').first(), page.locator('#explanation'));
      await check(t, page, 'explanation of a line');
      await page.keyboard.press('Escape');

      if (width > 900) {
        await page.getByText('Side by side').click();
        await importer.locator('.cm-merge-a').waitFor();
        await check(t, page, 'side by side');
      }
      await page.locator('#copy-open').click();
      await check(t, page, 'copy as');
      await page.keyboard.press('Escape');

      await paste(page, 'kind: [');
      await findWorkload(page, 'Document 1');
      await check(t, page, 'error');

      await page.route('**/preview', (route) => route.abort());
      await page.fill('#namespace', 'other');
      await page.getByRole('alert').waitFor();
      await check(t, page, 'unavailable');

      await paste(page, '');
      await page.locator('#empty').waitFor();
      await check(t, page, 'empty');
    });
  }
}

test(`${skipped}everything is reached with the Tab key, in order, and nothing holds it`, async (t) => {
  const page = await openPage(t);
  await findWorkload(page, 'Deployment/front');
  const names: string[] = [];
  for (let step = 0; step < 30 && names.at(-1) !== 'end'; step += 1) {
    await page.keyboard.press('Tab');
    names.push(
      await page.evaluate<string>(`(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        if (!active || active === document.body) return 'end';
        if (!active.matches(':focus-visible')) return 'focus is not visible: ' + active.outerHTML;
        return active.id || active.getAttribute('aria-label') || (active.labels?.[0] ?? active).textContent.trim();
      })()`),
    );
  }
  t.deepEqual(names, [
    ...['share', 'copy-open', 'appearance', 'examples', 'open-file', 'Manifest, YAML or JSON'],
    ...['namespace', 'namespace-known', 'label key', 'label value', 'Remove label dragonflyoss-injection'],
    ...['Add label', 'Add annotation', 'Unified', 'line 2', 'Why dragonfly?', 'Why macvtap?'],
    ...['Difference of Deployment/front. Enter on a changed line shows why.', 'Licences', 'end'],
  ]);
});

test(`${skipped}nothing is wider than a screen of 360 pixels`, async (t) => {
  const page = await openPage(t, { viewport: { width: 360, height: 740 } });
  for (const example of ['namespace-label', 'virt-launcher', 'conflict']) {
    await page.selectOption('#examples', example);
    await page.locator(`article`).first().waitFor();
    await page.waitForTimeout(400);
    t.is(await page.evaluate<number>('document.documentElement.scrollWidth'), 360, example);
  }
});

test(`${skipped}the chosen appearance stays, and is the only thing that the browser keeps`, async (t) => {
  const page = await openPage(t, { colorScheme: 'light' });
  const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const light = await background();
  await page.locator('#appearance').click();
  t.is(await background(), light);
  await page.locator('#appearance').click();
  const dark = await background();
  t.not(dark, light);
  await page.reload();
  t.is(await background(), dark);
  t.is(await page.evaluate<string>('JSON.stringify(localStorage)'), '{"podmutator-appearance":"dark"}');
  t.deepEqual(await page.context().cookies(), []);
});
