// The processes that are attacked, started as the manifests do.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readPage } from '../kit/processes.js';
import { projectRoot } from '../kit/project.js';
import type { Target, VictimName } from './attack.js';
import { type ConfinedOptions, type ConfinedProcess, startConfined } from './confined-process.js';
import { openPlain } from './raw-http.js';
import { findAddresses, type Setting } from './setting.js';

export interface Victim {
  readonly target: Target;
  readonly processes: readonly ConfinedProcess[];
  /** Whether the settings disable macvtap. */
  readonly isWithoutMacvtap: boolean;
  /** Where each process tells that it is alive. */
  readonly probes: readonly string[];
}

const command = join(projectRoot, 'build/cli/podmutator.js');
const mebibyte = 2 ** 20;
/** As in config/base/deployment.yaml and config/options/playground. */
const [limitBytes, limitWithPlaygroundBytes] = [256 * mebibyte, 512 * mebibyte];
const startMs = 100_000;

export async function startVictim(setting: Setting, name: VictimName): Promise<Victim> {
  const [webhook = '', playground = '', grpc = '', metrics = '', publicMetrics = ''] = await findAddresses(5);
  const path = setting.newPath();
  const isWithoutMacvtap = name === 'without-macvtap';
  await writeFile(`${path}.yaml`, `mutators:\n  macvtap:\n    enabled: ${!isWithoutMacvtap}\n`);
  const settings = ['--config', `${path}.yaml`];
  const webhookFlags = [
    ...['--addr', webhook, '--tls-cert', setting.secret.certFile, '--tls-key', setting.secret.keyFile],
    ...['--namespaces', setting.namespacesFile, '--shutdown-grace', '0ms'],
  ];
  const start = (part: string, args: readonly string[], more: Partial<ConfinedOptions> = {}): ConfinedProcess =>
    startConfined({
      name: part,
      args: [command, ...args],
      limitBytes,
      stdout: name === 'unread-log' ? 'unread' : { file: name === 'full-disk' ? '/dev/full' : `${path}.log` },
      ...more,
    });
  const alive = `https://${webhook}/livez`;
  const ready = `https://${webhook}/readyz`;
  const target = { webhook, playground, grpc, settingsFile: `${path}.yaml`, ca: setting.ca };
  if (name === 'serve' || name === 'full-disk' || name === 'unread-log') {
    const processes = [start('serve', ['serve', ...webhookFlags, '--grpc-addr', grpc, ...settings])];
    await waitUntilReady(processes, [ready], setting.ca);
    return { target, processes, isWithoutMacvtap, probes: [alive] };
  }
  const socket = `unix:${path}.sock`;
  const service = (part: string, address: string, metricsAddress: string): ConfinedProcess =>
    start(part, ['service', '--grpc-addr', address, '--metrics-addr', metricsAddress, ...settings]);
  const adapterFlags = [...webhookFlags, '--service', socket];
  const processes = [
    service('service', socket, metrics),
    service('public', grpc, publicMetrics),
    name === 'page'
      ? start('adapter', ['adapter', ...adapterFlags, '--playground', '--playground-addr', playground], {
          limitBytes: limitWithPlaygroundBytes,
        })
      : start('adapter', ['adapter', ...adapterFlags]),
  ];
  const probes = [`http://${metrics}/healthz`, `http://${publicMetrics}/healthz`];
  await waitUntilReady(processes, [...probes, ready], setting.ca);
  return { target, processes, isWithoutMacvtap, probes: [...probes, alive] };
}

/**
 * A bare server: the same TLS, HTTP, JSON and gRPC with one answer for everything, without any bound.
 * @param answer to every review
 */
export async function startBare(setting: Setting, answer: Buffer, isApart: boolean): Promise<Victim> {
  const [webhook = '', playground = '', grpc = ''] = await findAddresses(3);
  const path = setting.newPath();
  await writeFile(`${path}.json`, answer);
  await writeFile(`${path}.yaml`, '');
  const program = join(projectRoot, 'build/test/attack/programs/bare.js');
  const files = [setting.secret.certFile, setting.secret.keyFile, `${path}.json`];
  const start = (addresses: readonly string[]): ConfinedProcess =>
    startConfined({
      name: 'bare',
      args: [program, ...files, ...addresses],
      // It must outlive what it is attacked with.
      limitBytes: 8192 * mebibyte,
      stdout: { file: `${path}.log` },
    });
  const processes = isApart
    ? [start([webhook, playground, '']), start(['', '', grpc])]
    : [start([webhook, playground, grpc])];
  await waitUntil(processes, [webhook, playground, grpc], isListening);
  const target = { webhook, playground, grpc, settingsFile: `${path}.yaml`, ca: setting.ca };
  return { target, processes, isWithoutMacvtap: false, probes: [] };
}

function waitUntilReady(processes: readonly ConfinedProcess[], urls: readonly string[], ca: string): Promise<void> {
  return waitUntil(processes, urls, async (url) => (await readPage(url, readCa(url, ca))).status === 200);
}

/** Whether a process says that it is alive; one that is only slow fails by its latency. */
export async function isAlive(url: string, ca: string): Promise<boolean> {
  const late = sleep(probeMs, undefined, { ref: false });
  const page = await Promise.race([readPage(url, readCa(url, ca)), late]);
  return page?.status === 200;
}

const probeMs = 30_000;

function readCa(url: string, ca: string): string | undefined {
  return url.startsWith('https') ? ca : undefined;
}

async function waitUntil(
  processes: readonly ConfinedProcess[],
  places: readonly string[],
  isThere: (place: string) => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + startMs;
  for (const place of places) {
    while (!(await isThere(place))) {
      const dead = processes.find((one) => !one.isAlive());
      if (dead || Date.now() > end) {
        throw new Error(
          `expected an answer at ${place} in ${startMs / 1000} s${dead ? `; ${dead.name} has ended` : ''}`,
        );
      }
      await sleep(20);
    }
  }
}

function isListening(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = openPlain(address);
    const settle = (isOpen: boolean) => (): void => {
      resolve(isOpen);
      socket.destroy();
    };
    socket.once('connect', settle(true)).once('close', settle(false));
  });
}
