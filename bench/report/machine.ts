// Where the figures come from.

import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { projectRoot } from '../project-root.js';

/** The machine and the state of the project, as lines of Markdown. */
export function describeMachine(): string {
  const processors = cpus();
  const lines = [
    ['Date', new Date().toISOString().slice(0, 16).replace('T', ' ')],
    ['Commit', describeCommit()],
    ['Processor', `${processors[0]?.model ?? 'unknown'}, ${processors.length} cores`],
    ['Memory', `${Math.round(totalmem() / 1e9)} GB`],
    ['System', `${type()} ${release()}`],
    ['Node', process.version],
  ];
  return lines.map(([name, value]) => `- ${name}: ${value}`).join('\n');
}

function describeCommit(): string {
  try {
    const git = (...args: readonly string[]): string =>
      execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const isChanged = git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!bench/results.md') !== '';
    return git('rev-parse', '--short=12', 'HEAD') + (isChanged ? ', with changes' : '');
  } catch {
    return 'unknown, this is no checkout';
  }
}
