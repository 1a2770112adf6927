#!/usr/bin/env node
// The command `podmutator`: finds the subcommand and hands over.

import { findNearest } from '../runtime/text/find-nearest.js';
import { readVersion } from '../runtime/version.js';
import { type Command, runCommand } from './flags/command.js';
import { exitCodes } from './flags/exit-codes.js';
import { writeMessage, writeOutput } from './flags/write-output.js';

// Each command is loaded only when it is asked for: help and version answer at once.
const commands: Readonly<Record<string, { readonly about: string; readonly load: () => Promise<Command> }>> = {
  serve: {
    about: 'Adapter and service in one process.',
    load: async () => (await import('./commands/serve.js')).serve as unknown as Command,
  },
  service: {
    about: 'The mutation service alone: gRPC.',
    load: async () => (await import('./commands/service.js')).service as unknown as Command,
  },
  adapter: {
    about: 'The admission adapter alone: HTTPS in, gRPC out.',
    load: async () => (await import('./commands/adapter.js')).adapter as unknown as Command,
  },
  'webhook-sidecard': {
    about: 'The macvtap webhook alone, with the flags of the Go program of that name.',
    load: async () => (await import('./commands/macvtap-webhook.js')).macvtapWebhook as unknown as Command,
  },
  certs: {
    about: 'Make certificates for a cluster without cert-manager.',
    load: async () => (await import('./commands/certs.js')).certs as unknown as Command,
  },
  health: {
    about: 'Ask a running process whether it is ready.',
    load: async () => (await import('./commands/health.js')).health as unknown as Command,
  },
  preview: {
    about: 'What would happen to the Pods of manifests, and why.',
    load: async () => (await import('./commands/preview.js')).preview as unknown as Command,
  },
  test: {
    about: 'Check what a team expects to happen to its Pods.',
    load: async () => (await import('./commands/test.js')).test as unknown as Command,
  },
  explain: {
    about: 'Why each mutator decides as it does, and what would change its mind.',
    load: async () => (await import('./commands/explain.js')).explain as unknown as Command,
  },
  lint: {
    about: 'Mistakes in manifests that Kubernetes accepts and nobody wants.',
    load: async () => (await import('./commands/lint.js')).lint as unknown as Command,
  },
};

const usage = `Pod mutations for Kubernetes, decided and explained by one gRPC service.

Usage: podmutator <command> [flags]

Commands:
${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(18)}${about}`)
  .join('\n')}

podmutator <command> --help shows the flags. podmutator --version shows the version.
`;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    await writeOutput(usage);
    return 0;
  }
  if (name === '--version') {
    await writeOutput(`${readVersion()}\n`);
    return 0;
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    await writeMessage(name === undefined ? usage : `podmutator: ${describeUnknown(name)}\n\n${usage}`);
    return 2;
  }
  return runCommand(await command.load(), args);
}

async function fail(error: unknown): Promise<number> {
  await writeMessage(`podmutator: ${(error as Error).message}\n`);
  return exitCodes.unavailable;
}

function describeUnknown(name: string): string {
  const nearest = findNearest(name, Object.keys(commands));
  return `unknown command "${name}"${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}

// Not `exitCode`: whatever is still open by now must not keep a stopped process alive.
process.exit(await main(process.argv.slice(2)).catch(fail));
