import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../kit/project.js';
import { findWorkload, openPage, paste, readEditor, readNotice, skipped, test } from './playground.js';

const typed =
  '{apiVersion: v1, kind: Pod, metadata: {name: typed, annotations: {dragonfly.io/inject: "true"}}, spec: {containers: [{name: a, image: b}]}}';

// Told to the page itself, so that what the test needs to look is not counted: how long after the last key there was
// another result.
const startClock = `(() => {
  let typedAt;
  window.waits = [];
  addEventListener('keydown', () => { typedAt = performance.now(); }, true);
  new MutationObserver(() => {
    if (typedAt === undefined) return;
    window.waits.push(performance.now() - typedAt);
    typedAt = undefined;
  }).observe(document.querySelector('#workloads'), { childList: true, subtree: true });
})()`;

test(`${skipped}the page opens with an example and what becomes of it`, async (t) => {
  const page = await openPage(t);
  const front = await findWorkload(page, 'Deployment/front');
  t.is(await page.locator('#summary').innerText(), '1 workload: 1 changed');
  t.regex(await front.innerText(), /dragonfly\s+mutated 7 changes\s+The label of the namespace asks for Dragonfly\./);
  t.regex(await front.innerText(), /macvtap\s+skipped\s+The Pod does not ask for macvtap\./);
  t.regex(await front.innerText(), /Pod Security\s+baseline →\s+becomes\s+privileged/);
  t.regex(await front.innerText(), /newly breaks hostPathVolumes: volume "dfdaemon-socket" is a hostPath/);
  t.regex(await front.innerText(), /QoS class\s+BestEffort, as before/);
  t.regex(await front.innerText(), /Images added\s+dragonflyoss\/cli-tools:latest/);
  t.regex(await front.innerText(), /Privileges gained\s+web from dragonfly: hostPath \/var\/run\/dfdaemon\.sock/);
});

test(`${skipped}what is typed is previewed when typing stops`, async (t) => {
  const page = await openPage(t);
  await page.locator('#editor .cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.locator('#empty').waitFor();
  t.is(await page.locator('article').count(), 0);
  await page.keyboard.type(typed, { delay: 5 });
  const pod = await findWorkload(page, 'Pod/typed');
  t.regex(await pod.innerText(), /OPTED_IN_BY_POD/);

  // Into the name of the image, which the difference shows.
  for (let step = 0; step < '}]}}'.length; step += 1) await page.keyboard.press('ArrowLeft');
  await page.evaluate(startClock);
  for (const letter of 'image-of-shop') {
    await page.keyboard.type(letter);
    await page.waitForTimeout(400);
  }
  const waits = (await page.evaluate<number[]>('window.waits')).toSorted((one, other) => one - other);
  t.true(waits.length > 0);
  t.log(
    `a result ${Math.round(waits[Math.floor(waits.length / 2)] ?? 0)} ms after the last key, in the middle of ${waits.length}`,
  );
});

test(`${skipped}typing replaces what is selected, of one line or of all, and undo brings it back`, async (t) => {
  const page = await openPage(t);
  const before = await readEditor(page);
  await page.locator('#editor .cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('k');
  t.is(await readEditor(page), 'k');
  await page.keyboard.type('ind: Pod');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.type('x');
  t.is(await readEditor(page), 'x');
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ControlOrMeta+z');
  t.is(await readEditor(page), before);
});

test(`${skipped}a file can be dropped anywhere, or chosen`, async (t) => {
  const page = await openPage(t);
  const drop = async (content: string): Promise<void> => {
    const dataTransfer = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([${content}], 'pod.yaml'));
      return data;
    })()`);
    await page.dispatchEvent('.output', 'dragover', { dataTransfer });
    await page.dispatchEvent('.output', 'drop', { dataTransfer });
  };
  await drop(JSON.stringify(typed));
  await findWorkload(page, 'Pod/typed');
  t.is(await page.locator('body.is-drop-target').count(), 0);

  await drop('new Uint8Array([255, 254, 0])');
  t.is(await readNotice(page), 'Expected text in UTF-8, found something else in pod.yaml.');
  await findWorkload(page, 'Pod/typed');

  const folder = join(projectRoot, 'examples');
  await page.locator('#file').setInputFiles([join(folder, 'dragonfly-pod.yaml'), join(folder, 'deployment.yaml')]);
  await findWorkload(page, 'Pod/importer');
  await findWorkload(page, 'Deployment/front');
});

test(`${skipped}every example shows what it is for`, async (t) => {
  const page = await openPage(t);
  const expected = [
    ['plain', 'Deployment/front', /skipped.*NOT_OPTED_IN/s],
    ['annotation', 'Pod/importer', /changed.*OPTED_IN_BY_POD/s],
    ['namespace-label', 'Deployment/front', /changed.*OPTED_IN_BY_NAMESPACE/s],
    ['opt-out', 'Deployment/payments', /skipped.*OPTED_OUT_BY_POD/s],
    ['virt-launcher', 'Pod/virt-launcher-vm1-', /changed.*Pod Security: privileged.*REQUESTED_BY_ANNOTATION/s],
    ['both', 'StatefulSet/router', /OPTED_IN_BY_POD.*REQUESTED_BY_ANNOTATION.*d7y-cli-tools from macvtap/s],
    ['conflict', 'Deployment/importer', /ENV_CONFLICT.*MOUNT_PATH_CONFLICT.*VOLUME_NAME_CONFLICT/s],
  ] as const;
  const offered = await page.evaluate<string[]>(
    `[...document.querySelectorAll('#examples option:not([value=""])')].map(({ value }) => value)`,
  );
  t.deepEqual(offered.toSorted(), expected.map(([id]) => id).toSorted());
  for (const [id, name, pattern] of expected) {
    await page.selectOption('#examples', id);
    const workload = await findWorkload(page, name);
    await workload
      .getByText(pattern.source.match(/[A-Z_]{6,}/)?.[0] ?? '', { exact: true })
      .first()
      .waitFor();
    t.regex(await workload.innerText(), pattern, id);
    t.is(await page.locator('#examples').inputValue(), id);
  }
});

test(`${skipped}a broken manifest names line and column, and leads there`, async (t) => {
  const page = await openPage(t);
  await paste(page, 'apiVersion: v1\nkind: Pod\nmetadata: {\n  name: a\nspec: [}\n');
  const broken = await findWorkload(page, 'Document 1');
  const place = broken.getByRole('button', { name: /^line \d+, column \d+$/ }).first();
  const [, line] = /^line (\d+), column \d+$/.exec(await place.innerText()) ?? [];
  t.is(await page.locator('#editor .cm-lint-marker-error').count(), 1);
  t.is(await page.locator('#summary').innerText(), '1 workload: 1 not evaluated');
  await place.click();
  t.is(await page.locator('#editor .cm-lineNumbers .cm-activeLineGutter').innerText(), line ?? '');
  await page.keyboard.press('F8');
  t.is(await page.evaluate('document.activeElement.className'), 'editor');
});

test(`${skipped}documents around a broken one, and those without a Pod, are told apart`, async (t) => {
  const page = await openPage(t);
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: front}\n';
  const deployment = await readFile(join(projectRoot, 'examples/deployment.yaml'), 'utf8');
  await paste(page, `${service}---\nkind: [\n---\n${deployment}---\n${typed}\n`);
  await findWorkload(page, 'Document 2');
  await findWorkload(page, 'Pod/typed');
  t.is(await page.locator('#other-objects').innerText(), 'Without a Pod: Service/front');
  const front = await findWorkload(page, 'Deployment/front');
  await front.locator('.cm-line', { hasText: 'NODE_NAME' }).first().scrollIntoViewIfNeeded();
  // Lines are those of the whole manifest: 19 of the Deployment, behind six others.
  t.true((await front.locator('.cm-lineNumbers .cm-gutterElement').allInnerTexts()).includes('25'));
});
