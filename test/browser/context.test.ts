import { findWorkload, openPage, skipped, test } from './playground.js';

test(`${skipped}a label of the namespace turns the verdict, to and fro`, async (t) => {
  const page = await openPage(t);
  await page.selectOption('#examples', 'plain');
  const front = await findWorkload(page, 'Deployment/front');
  await front.getByText('NOT_OPTED_IN', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Add label' }).click();
  // The whole label at once, as people know it from command lines.
  await page.keyboard.type('dragonflyoss-injection=enabled');
  await front.getByText('OPTED_IN_BY_NAMESPACE', { exact: true }).first().waitFor();
  t.is(await page.getByLabel('label value').inputValue(), 'enabled');
  await page.getByRole('button', { name: /^Remove label/ }).click();
  await front.getByText('NOT_OPTED_IN', { exact: true }).waitFor();
  t.is(await front.locator('.cm-editor').count(), 0);
});

test(`${skipped}an annotation of the namespace counts as well`, async (t) => {
  const page = await openPage(t);
  await page.selectOption('#examples', 'plain');
  await page.getByRole('button', { name: 'Add annotation' }).click();
  await page.keyboard.type('k8s.v1.cni.cncf.io/networks=macvtap-eno1');
  const front = await findWorkload(page, 'Deployment/front');
  await front.getByText('REQUESTED_BY_NAMESPACE', { exact: true }).first().waitFor();
  t.pass();
});

test(`${skipped}nobody can tell for a namespace that is not known`, async (t) => {
  const page = await openPage(t);
  await page.locator('#namespace-known').uncheck();
  const front = await findWorkload(page, 'Deployment/front');
  await front.getByText('NAMESPACE_UNKNOWN', { exact: true }).waitFor();
  t.is(await page.locator('#summary').innerText(), '1 workload: 1 unknown');
  t.false(await page.locator('#namespace-facts').isVisible());
});

test(`${skipped}what would turn a decision can be tried`, async (t) => {
  const page = await openPage(t);
  await page.selectOption('#examples', 'plain');
  const front = await findWorkload(page, 'Deployment/front');
  await front.getByText('NOT_OPTED_IN', { exact: true }).waitFor();
  await front.getByRole('button', { name: 'Why dragonfly?' }).click();
  const flip = front.locator('.flip', { hasText: 'namespace label dragonflyoss-injection' });
  t.regex(
    await flip.innerText(),
    /Set the namespace label dragonflyoss-injection to enabled\s+→ mutated OPTED_IN_BY_NAMESPACE/,
  );
  await flip.getByRole('button', { name: 'Try it' }).click();
  // What was opened stays open, and now tells the way back.
  await front.locator('.flip', { hasText: 'Remove the namespace label' }).waitFor();
  t.is(await page.locator('#summary').innerText(), '1 workload: 1 changed');
  t.is(await page.getByLabel('label key').inputValue(), 'dragonflyoss-injection');
  // The button is gone: its workload has the focus, and not the beginning of the page.
  t.is(await page.evaluate('document.activeElement.textContent'), 'Deployment/front');
});
