// Other webhooks that do the same, if there are any on this machine: each is named by an environment variable
// PEER_<NAME>='command url'. The command runs in a shell that knows the certificate of the bench.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.js';
import { spawnLogged } from './bench-process.js';
import type { Contestant } from './contestant.js';
import { findDescendants } from './find-descendants.js';

const startBoundMs = 30_000;

/**
 * Starts every peer of the environment.
 * @param env what else their commands find in their environment
 * @throws Error if one does not start
 */
export async function startPeers(
  bench: Bench,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Contestant[]> {
  const peers: Contestant[] = [];
  for (const [key, text] of Object.entries(process.env)) {
    if (/^PEER_./.test(key) && text && bench.wants('peers')) peers.push(await startPeer(bench, { key, text, env }));
  }
  return peers;
}

interface Peer {
  readonly key: string;
  readonly text: string;
  readonly env: Readonly<Record<string, string>>;
}

async function startPeer(bench: Bench, { key, text, env }: Peer): Promise<Contestant> {
  const [, command, address] = /^(.*)\s(https:\/\/\S+)$/s.exec(text.trim()) ?? [];
  if (!command || !address) {
    throw new Error(`${key}: expected a command and an https URL behind it, found "${text}"`);
  }
  const { certFile, keyFile } = bench.certificate;
  const url = new URL(address);
  if (await isListening(url)) {
    throw new Error(`${key}: expected nobody on ${url.host} before it is started, found somebody`);
  }
  const logFile = `${bench.newFile(key.toLowerCase())}.log`;
  const { child, stop } = spawnLogged({
    command: '/bin/sh',
    args: ['-c', `exec ${command}`],
    env: { ...env, TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CERT_DIR: dirname(certFile) },
    logFile,
  });
  for (const end = Date.now() + startBoundMs; !(await isListening(url)); await sleep(100)) {
    if (child.exitCode !== null || Date.now() > end) {
      await stop();
      const words = (await readFile(logFile, 'utf8')).slice(-2000);
      throw new Error(`${key}: nobody listens on ${url.host}; the last words of "${command}":\n${words}`);
    }
  }
  return {
    name: key.slice('PEER_'.length).toLowerCase().replaceAll('_', '-'),
    origin: url.origin,
    isAlike: false,
    pids: findDescendants(child.pid ?? 0),
    ruleFor: () => ({ kind: 'patched' }),
    pathOf: () => url.pathname,
    stop,
  };
}

async function isListening({ hostname, port }: URL): Promise<boolean> {
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
