// The image as the Dockerfile makes it.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { until } from '../cluster/cluster.js';
import { nodeEnvironment, nodeFlags, projectRoot } from '../kit/project.js';
import { connect } from '../kit/service.js';
import { confined, docker, image, removeStack, step, tryDocker } from './docker.js';
import { postReview } from './review.js';

test.before(removeStack);
test.after.always(removeStack);

step('the printed command builds it', async (t) => {
  await docker('build', '-q', '-t', image, '.');
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
  t.is(await docker(...confined, image, '--version'), version);
});

step('it runs as a numeric user, without a shell, and says what it is', async (t) => {
  const config = JSON.parse(await docker('image', 'inspect', '--format', '{{json .Config}}', image));
  t.regex(config.User, /^[1-9]\d*:[1-9]\d*$/);
  t.deepEqual(config.Entrypoint, ['node', ...nodeFlags, '/app/build/cli/podmutator.js']);
  for (const [name, value] of Object.entries(nodeEnvironment)) t.true(config.Env.includes(`${name}=${value}`), name);
  for (const label of ['title', 'description', 'licenses', 'version', 'revision']) {
    t.truthy(config.Labels[`org.opencontainers.image.${label}`], label);
  }
});

for (const recipe of ['Dockerfile', 'examples/cli-tools/Dockerfile']) {
  test(`${recipe} names no architecture`, async (t) => {
    const lines = (await readFile(join(projectRoot, recipe), 'utf8'))
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    t.true(lines.some((line) => line.startsWith('FROM ')));
    t.deepEqual(
      lines.filter((line) => /amd64|arm64|x86|aarch|TARGETARCH|TARGETPLATFORM/i.test(line)),
      [],
    );
  });
}

step('every process of it can be started by its command', async (t) => {
  for (const name of ['serve', 'service', 'adapter', 'health', 'certs']) {
    t.regex(await docker(...confined, image, name, '--help'), new RegExp(`Usage: podmutator ${name}`));
  }
  t.regex((await tryDocker(...confined, image, 'health', '--timeout', '200ms')).messages, /does not answer/);
});

step('with the memory of the manifests, a preview that needs too much is refused, and the process lives', async (t) => {
  const limit = ['--memory=256m', '--memory-swap=256m'];
  const listen = ['--grpc-addr', '0.0.0.0:50051'];
  const id = await docker('run', '--detach', ...limit, '--publish=127.0.0.1::50051', image, 'service', ...listen);
  t.teardown(() => docker('rm', '--force', id));
  const { call } = connect(t, await docker('port', id, '50051/tcp'));
  const deployment = await readFile(join(projectRoot, 'examples/deployment.yaml'), 'utf8');
  const facts = { namespace: 'shop', namespaceLabels: { 'dragonflyoss-injection': 'enabled' } };
  const preview = (times: number) =>
    call('preview', { manifest: Array(times).fill(deployment).join('\n---\n'), ...facts }, 60_000);
  await until('the service to answer', () =>
    preview(1).then(
      () => true,
      () => false,
    ),
  );
  const error = await t.throwsAsync(preview(4500));
  t.regex(error?.message ?? '', /expected a manifest that can be evaluated in 85 MiB of memory/);
  t.is((await preview(300)).results.length, 300);
  t.is(await docker('inspect', '--format', '{{.State.Status}} {{.RestartCount}}', id), 'running 0');
});

step('`docker compose up` gives a stack that is healthy, answers a review and a preview', async (t) => {
  await docker('compose', 'up', '--detach', '--no-build', '--wait');
  t.like(await postReview(await readAuthority()), { response: { allowed: true, patchType: 'JSONPatch' } });
  const manifest = await readFile(join(projectRoot, 'examples/deployment.yaml'), 'utf8');
  const request = { manifest, namespace: 'shop', namespaceLabels: { 'dragonflyoss-injection': 'enabled' } };
  const answer = await connect(t, '127.0.0.1:50051').call('preview', request);
  const { results } = answer;
  t.regex(results[0]?.diff ?? '', /^\+.*DRAGONFLY_PROXY_PORT/m);
  const asked = await fetch('http://127.0.0.1:8082/preview', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  t.is(((await asked.json()) as typeof answer).results[0]?.diff, results[0]?.diff);
});

interface Queried {
  readonly data?: {
    readonly result: readonly {
      readonly metric: { readonly job: string };
      readonly value: readonly [number, string];
    }[];
  };
}

step('the stack serves the page of the playground, the same that a checkout builds', async (t) => {
  const folder = join(projectRoot, 'build/web');
  const names = (await readdir(folder)).filter((name) => !/\.(br|gz)$/.test(name));
  t.true(names.includes('index.html'));
  for (const name of names) {
    const served = await fetch(`http://127.0.0.1:8082/playground/${name}`);
    t.is(served.status, 200, name);
    t.is(await served.text(), await readFile(join(folder, name), 'utf8'), name);
  }
  const { headers } = await fetch('http://localhost:8082/playground/');
  t.regex(headers.get('content-type') ?? '', /^text\/html/);
});

step('with the profile metrics Prometheus collects from both processes', async (t) => {
  t.timeout(180_000);
  const profile = ['compose', '--profile', 'metrics'];
  const { code } = await tryDocker(...profile, 'pull', '--policy', 'missing', 'prometheus');
  if (code !== 0) {
    t.log('skipped: the image of Prometheus is not there and cannot be pulled');
    t.pass();
    return;
  }
  await docker(...profile, 'up', '--detach', '--no-build', '--wait');
  await until('Prometheus to have asked both', async () => {
    const answer = await fetch('http://127.0.0.1:9091/api/v1/query?query=up').catch(() => undefined);
    if (!answer?.ok) return false;
    const { data } = (await answer.json()) as Queried;
    const up = data?.result.filter(({ value }) => value[1] === '1').map(({ metric }) => metric.job);
    return up?.toSorted().join() === 'adapter,service';
  });
  await docker(...profile, 'rm', '--stop', '--force', 'prometheus');
  t.pass();
});

step('reviews find the service again after it was killed', async (t) => {
  await docker('compose', 'kill', '--signal', 'SIGKILL', 'service');
  const authority = await readAuthority();
  await t.throwsAsync(postReview(authority), { message: /^503 / });
  // Without --wait: an adapter that is unhealthy when the service comes back would end the wait at once.
  await docker('compose', 'up', '--detach', '--no-build', 'service');
  await until('a review to be answered', () => postReview(authority).then(isPatched, () => false));
  const health = '{{.State.Health.Status}}';
  const adapter = await docker('compose', 'ps', '--quiet', 'adapter');
  await until('the adapter to be healthy', async () => (await docker('inspect', '-f', health, adapter)) === 'healthy');
  t.pass();
});

step('a second start keeps the certificate', async (t) => {
  const before = await readAuthority();
  await docker('compose', 'down', '--timeout', '20');
  await docker('compose', 'up', '--detach', '--no-build', '--wait');
  t.is(await readAuthority(), before);
  t.regex(await docker('compose', 'logs', 'certs'), /kept \/certs\/tls\.crt/);
});

step('SIGTERM ends both with code 0, and nothing is left', async (t) => {
  await docker('compose', 'stop', '--timeout', '20');
  const states = (await docker('compose', 'ps', '--all', '--format', '{{.Service}} {{.ExitCode}}')).split('\n');
  t.deepEqual(states.toSorted(), ['adapter 0', 'certs 0', 'service 0', 'volumes 0']);
  await removeStack();
  t.is(await docker('volume', 'ls', '--quiet', '--filter', 'label=com.docker.compose.project=podmutator-test'), '');
});

function isPatched(answer: unknown): boolean {
  return (answer as { response: { patchType?: string } }).response.patchType === 'JSONPatch';
}

function readAuthority(): Promise<string> {
  return docker('compose', 'exec', '-T', 'adapter', 'node', '-p', 'fs.readFileSync("/certs/ca.crt", "utf8")');
}
