// The docker command as a developer uses it, from the root of the checkout.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import test from 'ava';
import { projectRoot } from '../kit/project.js';

const hasEngine = spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;
if (!hasEngine) {
  process.stderr.write('test:container: skipped: `docker version` finds no engine; start one or set DOCKER_HOST\n');
}

/** Declares tests that follow one another; without an engine they are shown as skipped. */
export const step = hasEngine ? test.serial : test.serial.skip;

/** The image under test, and the name under which the stack runs, apart from anything else on the engine. */
export const image = 'registry.example/webhook-sidecard:test';
const env = { ...process.env, IMG: image, COMPOSE_PROJECT_NAME: 'podmutator-test' };

export interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly messages: string;
}

/** Runs docker to its end; failures are answers. */
export async function tryDocker(...args: readonly string[]): Promise<Finished> {
  const child = spawn('docker', args, { cwd: projectRoot, env });
  let output = '';
  let messages = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    messages += text;
  });
  const [code] = await once(child, 'close');
  return { code, output, messages };
}

/** Runs docker; throws with its words if it does not end with 0. Resolves with standard output. */
export async function docker(...args: readonly string[]): Promise<string> {
  const { code, output, messages } = await tryDocker(...args);
  if (code !== 0) throw new Error(`docker ${args.join(' ')} ended with ${code}: ${messages}${output}`);
  return output.trim();
}

/** Begins the run of a container as little trusted as in a cluster. */
export const confined = [
  ...['run', '--rm', '--read-only', '--cap-drop=ALL', '--network=none', '--security-opt=no-new-privileges'],
] as const;

/** Runs a script in the image; resolves with what it prints. */
export const node = (script: string): Promise<string> =>
  docker(...confined, '--entrypoint', 'node', image, '-e', script);

/** Ends what the tests started, also after failures. Nothing without an engine. */
export async function removeStack(): Promise<void> {
  if (hasEngine) await docker('compose', 'down', '--volumes', '--remove-orphans', '--timeout', '20');
}
