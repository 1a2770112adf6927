// The readiness probe of a container, asked as a kubelet does.

import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { networkInterfaces } from 'node:os';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { askGrpc } from '../../cli/commands/ask-grpc.js';

type Container = NonNullable<Pod['spec']>['containers'][number];

const everyAddress = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);

/** Where Pods listen. The API server takes no endpoints on loopback. */
export const nodeAddress = everyAddress.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

/** Whether a container says that it is ready. `ports` leads from its ports to those of this machine. */
export async function isProbeAnswered(container: Container, ports: ReadonlyMap<number, number>): Promise<boolean> {
  const { httpGet, grpc } = container.readinessProbe ?? {};
  const numberOf = (port: number | string | undefined): number =>
    ports.get(container.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port)) ?? 0;
  try {
    if (grpc) return (await askGrpc(`${nodeAddress}:${numberOf(grpc.port)}`, 2000)).isReady;
    const url = `${httpGet?.scheme ?? 'HTTP'}://${nodeAddress}:${numberOf(httpGet?.port)}${httpGet?.path}`;
    return (await readStatus(url.toLowerCase())) === 200;
  } catch {
    return false;
  }
}

function readStatus(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { agent: false, rejectUnauthorized: false, timeout: 2000 } as const;
    const get = url.startsWith('https:') ? getHttps : getHttp;
    const asked = get(url, options, (response) => resolve(response.resume().statusCode ?? 0));
    asked.on('error', reject).on('timeout', () => asked.destroy(new Error('too late')));
  });
}
