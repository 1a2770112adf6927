import test from 'ava';
import { Counter, Registry } from 'prom-client';
import { startMetricsServer } from '../../../runtime/http/metrics-server.js';

test('metrics and health are served over HTTP, and nothing else', async (t) => {
  const registry = new Registry();
  new Counter({ name: 'tries_total', help: 'Tries.', registers: [registry] }).inc(3);
  let isHealthy = true;
  const server = await startMetricsServer({ address: '127.0.0.1:0', registry, isHealthy: () => isHealthy });
  t.teardown(server.close);
  const get = (path: string, method = 'GET') => fetch(`http://${server.address}${path}`, { method });

  const metrics = await get('/metrics?name=x');
  t.is(metrics.status, 200);
  t.is(metrics.headers.get('content-type'), registry.contentType);
  t.true((await metrics.text()).includes('tries_total 3\n'));

  t.is((await get('/healthz')).status, 200);
  isHealthy = false;
  t.is((await get('/healthz')).status, 503);

  t.is((await get('/')).status, 404);
  const post = await get('/metrics', 'POST');
  t.is(post.status, 405);
  t.is(post.headers.get('allow'), 'GET, HEAD');
});

test('a collector that fails is a 500, not the end of the process', async (t) => {
  const registry = new Registry();
  new Counter({
    name: 'broken_total',
    help: 'Broken.',
    registers: [registry],
    collect: () => Promise.reject(new Error('no')),
  });
  const server = await startMetricsServer({ address: '127.0.0.1:0', registry, isHealthy: () => true });
  t.teardown(server.close);
  t.is((await fetch(`http://${server.address}/metrics`)).status, 500);
  t.is((await fetch(`http://${server.address}/healthz`)).status, 200);
});

test('an address in use is told', async (t) => {
  const registry = new Registry();
  const first = await startMetricsServer({ address: '127.0.0.1:0', registry, isHealthy: () => true });
  t.teardown(first.close);
  const second = { address: first.address, registry: new Registry(), isHealthy: () => true };
  await t.throwsAsync(startMetricsServer(second), { message: /EADDRINUSE/ });
});
