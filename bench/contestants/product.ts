// The product, as a user runs it: the built command, TLS, known namespaces, log to a file, metrics and everything else
// as it comes.

import { join } from 'node:path';
import { nodeEnvironment, nodeFlags } from '../../test/kit/project.js';
import type { Bench } from '../bench.js';
import { projectRoot } from '../project-root.js';
import { type BenchProcess, startProcess } from './bench-process.js';
import type { Contestant } from './contestant.js';

const command = join(projectRoot, 'build/cli/podmutator.js');

/** Adapter and service in one process. */
export async function startOneProcess(bench: Bench, extra: readonly string[] = []): Promise<Contestant> {
  const files = bench.newFile('one-process');
  const serve = await startProcess({
    args: [
      ...flagsOf(bench, 'one-process'),
      command,
      'serve',
      ...webhookFlags(bench),
      '--grpc-addr',
      `unix:${files}.sock`,
      ...extra,
    ],
    env: nodeEnvironment,
    logFile: `${files}.log`,
  });
  return describe('one-process', serve, [serve]);
}

/** Adapter and service as two processes with a socket between them. */
export async function startTwoProcesses(bench: Bench, mode: 'stream' | 'unary'): Promise<Contestant> {
  const files = bench.newFile(`two-processes-${mode}`);
  const address = `unix:${files}.sock`;
  const service = await startMutationService(bench, address);
  const adapter = await startProcess({
    args: [
      ...flagsOf(bench, `adapter-${mode}`),
      command,
      'adapter',
      ...webhookFlags(bench),
      '--service',
      address,
      '--service-mode',
      mode,
    ],
    env: nodeEnvironment,
    logFile: `${files}.log`,
  });
  return describe(mode === 'stream' ? 'two-processes' : 'two-processes-unary', adapter, [adapter, service]);
}

/** The service alone. */
export function startMutationService(bench: Bench, address: string): Promise<BenchProcess> {
  const metrics = ['--metrics-addr', '127.0.0.1:0', '--shutdown-grace', '0ms'];
  return startProcess({
    args: [...flagsOf(bench, 'service'), command, 'service', '--grpc-addr', address, ...metrics],
    env: nodeEnvironment,
    logFile: `${bench.newFile('service')}.log`,
  });
}

/** The flags of the image. A profile of an earlier start under the same name is replaced. */
function flagsOf({ options: { profileFolder } }: Bench, name: string): readonly string[] {
  const profile =
    profileFolder === undefined
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`, `--cpu-prof-name=${name}.cpuprofile`];
  return [...nodeFlags, ...profile];
}

function webhookFlags({ certificate, namespacesFile }: Bench): readonly string[] {
  return [
    ...['--addr', '127.0.0.1:0', '--tls-cert', certificate.certFile, '--tls-key', certificate.keyFile],
    ...['--namespaces', namespacesFile, '--shutdown-grace', '0ms'],
  ];
}

/** @param processes in the order in which they are to be stopped */
export function describe(name: string, webhook: BenchProcess, processes: readonly BenchProcess[]): Contestant {
  return {
    name,
    origin: `https://${webhook.ready['webhook']}`,
    pids: processes.map(({ pid }) => pid),
    isAlike: true,
    ruleFor: (answer) => ({ kind: 'template', answer }),
    pathOf: (wants) => (wants === 'dragonfly' || wants === 'macvtap' ? `/mutate/${wants}` : '/mutate'),
    async stop() {
      for (const one of processes) await one.stop();
    },
  };
}
