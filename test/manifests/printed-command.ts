// Commands that documents and notes print, run as they stand there, in a shell against the test cluster.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeKubeconfig } from '../cluster/control-plane.js';
import { projectRoot } from '../kit/project.js';
import type { InstallTarget } from './installed.js';

/** The command for certificates in docs/install.md. */
export const certsCommand = findCertsCommand(readFileSync(join(projectRoot, 'docs/install.md'), 'utf8'));

/** Finds the command for certificates in a text: three lines, from kubectl to kubectl. */
export function findCertsCommand(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line.startsWith('kubectl get secret/'));
  if (first < 0) throw new Error(`expected a command that begins with "kubectl get secret/" in:\n${text}`);
  return lines.slice(first, first + 3).join('\n');
}

/**
 * Runs a printed command; `podmutator` in it is the one of this checkout.
 * @throws Error with its words if any part of it fails
 */
export async function runPrinted({ access }: InstallTarget, command: string): Promise<string> {
  const program = join(projectRoot, 'build/cli/podmutator.js');
  const script = `set -euo pipefail\npodmutator() { '${process.execPath}' '${program}' "$@"; }\n${command}\n`;
  const env = {
    ...process.env,
    PATH: `${access.assets}:${process.env['PATH']}`,
    KUBECONFIG: await writeKubeconfig(access, 'printed', access.adminToken),
  };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: projectRoot, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}${stdout}`);
  return stderr;
}
