import { startNewerService } from '../contract/newer-service.js';
import { launch } from '../kit/command.js';
import { findWorkload, openPage, skipped, test } from './playground.js';

test(`${skipped}what a newer service says is shown as not known where the page does not know it`, async (t) => {
  const listeners = ['--allow-http', '--addr', '127.0.0.1:0', '--playground', '--playground-addr', '127.0.0.1:0'];
  const adapter = await launch(t, 'podmutator', ['adapter', ...listeners, '--service', await startNewerService(t)]);
  const page = await openPage(t, { url: adapter.ready['playground'] ?? '' });
  const workload = await findWorkload(page, 'Pod/a');
  t.is(await page.locator('#summary').innerText(), '1 workload: 1 unknown');
  t.is(await workload.locator('.verdict').first().innerText(), 'unknown');
  t.is(await workload.locator('.outcome').first().innerText(), 'unknown');
  t.notRegex(await workload.innerText(), /undefined|NaN|\[object|\b99\b/);
});
