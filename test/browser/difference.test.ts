import { findWorkload, openPage, paste, skipped, test } from './playground.js';

test(`${skipped}every changed line names its mutator and the reason, and no other line does`, async (t) => {
  const page = await openPage(t, { viewport: { width: 1440, height: 2400 } });
  await page.selectOption('#examples', 'both');
  const router = await findWorkload(page, 'StatefulSet/router');
  const tag = (text: string) =>
    page.evaluate<string>(`(() => {
      const root = document.querySelector('article .difference').shadowRoot;
      const line = [...root.querySelectorAll('.cm-line, .cm-deletedLine')].find(
        (one) => one.innerText.trim() === ${JSON.stringify(text)},
      );
      const { top, height } = line.getBoundingClientRect();
      const own = [...root.querySelectorAll('.cm-authors')].find((one) => {
        const box = one.getBoundingClientRect();
        return box.top < top + height / 2 && top + height / 2 < box.bottom;
      });
      return own?.innerText.replace(/\\s+/g, ' ') ?? '';
    })()`);
  await router.locator('.cm-authors').first().waitFor();
  t.is(await tag('allowPrivilegeEscalation: false'), 'macvtap REQUESTED_BY_ANNOTATION');
  t.is(await tag('allowPrivilegeEscalation: true'), 'macvtap REQUESTED_BY_ANNOTATION');
  t.is(await tag('- DAC_OVERRIDE'), 'macvtap REQUESTED_BY_ANNOTATION');
  t.is(await tag('- name: NODE_NAME'), 'dragonfly OPTED_IN_BY_POD');
  t.is(await tag('value: /dragonfly-tools-mount'), 'dragonfly OPTED_IN_BY_POD');
  t.is(await tag('drop: [ALL]'), '');
  const changed = await router.locator('.cm-changedLine, .cm-deletedChunk:has(.cm-deletedLine)').count();
  t.is(await router.locator('.cm-authors').count(), changed);
});

test(`${skipped}a click on a changed line shows evidence and what would turn the decision`, async (t) => {
  const page = await openPage(t);
  const front = await findWorkload(page, 'Deployment/front');
  await front.locator('.cm-authors').nth(3).click();
  const popover = page.locator('#explanation');
  await popover.waitFor();
  const text = await popover.innerText();
  t.regex(text, /dragonfly OPTED_IN_BY_NAMESPACE/);
  t.regex(text, /namespace label dragonflyoss-injection\s+found enabled\s+another decision with no such label/);
  t.regex(text, /Set the Pod annotation dragonfly\.io\/inject to false\s+→ skipped OPTED_OUT_BY_POD/);
  await page.keyboard.press('Escape');
  await popover.waitFor({ state: 'hidden' });

  // The same on the line itself, which is all that fits on a telephone.
  await front.locator('.cm-line', { hasText: 'NODE_NAME' }).first().click();
  await popover.waitFor();
  await page.keyboard.press('Escape');
  await popover.waitFor({ state: 'hidden' });

  // The same without a mouse: the cursor of the difference, and Enter.
  await page.keyboard.press('Enter');
  await popover.waitFor();
  await page.mouse.click(20, 400);
  await popover.waitFor({ state: 'hidden' });
  await front.locator('.cm-line', { hasText: 'LOG_LEVEL' }).first().click();
  await page.keyboard.press('Enter');
  t.false(await popover.isVisible());
  // Marking text, to copy it, is not asking.
  const changed = await front.locator('.cm-line', { hasText: 'NODE_NAME' }).first().boundingBox();
  const { x, y, height } = changed ?? { x: 0, y: 0, height: 0 };
  await page.mouse.move(x + 60, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 160, y + height / 2, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(100);
  t.false(await popover.isVisible());
});

test(`${skipped}side by side shows both texts, and lines of nobody are not tagged`, async (t) => {
  const page = await openPage(t);
  await page.selectOption('#examples', 'both');
  const router = await findWorkload(page, 'StatefulSet/router');
  await page.getByText('Side by side').click();
  await router.locator('.cm-merge-a').waitFor();
  t.is(await router.locator('.cm-merge-a .cm-changedLine').count(), 1);
  t.regex(await router.locator('.cm-merge-a .cm-changedLine').innerText(), /allowPrivilegeEscalation: false/);
  t.regex(await router.locator('.cm-merge-b .cm-authors').first().innerText(), /macvtap/);
  await page.getByText('Unified').click();
  await router.locator('.cm-deletedChunk').first().waitFor();
  t.is(await router.locator('.cm-merge-a').count(), 0);

  await page.setViewportSize({ width: 700, height: 900 });
  t.false(await page.getByText('Side by side').isVisible());
});

test(`${skipped}a List in one line of JSON has a difference too`, async (t) => {
  const page = await openPage(t);
  const pod = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, annotations: { 'dragonfly.io/inject': 'true' } },
    spec: { containers: [{ name: 'a', image: 'b' }] },
  });
  await paste(page, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod('one'), pod('two')] }));
  for (const name of ['Pod/one', 'Pod/two']) {
    const workload = await findWorkload(page, name);
    await workload.locator('.difference').scrollIntoViewIfNeeded();
    await workload.locator('.cm-authors').first().waitFor();
    t.regex(await workload.locator('.cm-content').innerText(), /DRAGONFLY_INJECT_PROXY/);
  }
});
