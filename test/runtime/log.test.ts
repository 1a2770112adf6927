import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { projectRoot } from '../kit/project.js';

const run = promisify(execFile);

async function linesOf(script: string): Promise<readonly Record<string, unknown>[]> {
  const imports = `
    import { logVerbosity } from '@grpc/grpc-js';
    import { createLogger, routeGrpcLog } from '${join(projectRoot, 'build/runtime/log.js')}';`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', `${imports}\n${script}`], {
    cwd: projectRoot,
    env: { ...process.env, GRPC_TRACE: 'server', GRPC_VERBOSITY: 'DEBUG' },
  });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

test('log lines are JSON with level, time and name; lower levels are left out', async (t) => {
  const lines = await linesOf(`
    const logger = createLogger({ level: 'info', name: 'service' });
    logger.debug('unseen');
    logger.info({ port: 1 }, 'seen');`);
  t.is(lines.length, 1);
  t.like(lines[0], { level: 'info', name: 'service', port: 1, msg: 'seen' });
  const time = String(lines[0]?.['time']);
  t.is(new Date(time).toISOString(), time);
  t.true(Math.abs(Date.parse(time) - Date.now()) < 60_000, time);
});

test('nothing is lost when the process exits at once', async (t) => {
  const lines = await linesOf(`
    const logger = createLogger({ level: 'info', name: 'service' });
    for (let line = 0; line < 1000; line += 1) logger.info({ line }, 'x');
    process.exit(0);`);
  t.is(lines.length, 1000);
});

test('what grpc-js has to say goes to the same log', async (t) => {
  const lines = await linesOf(`
    const { Server } = await import('@grpc/grpc-js');
    routeGrpcLog(createLogger({ level: 'trace', name: 'service' }));
    new Server();`);
  t.true(lines.some(({ msg, grpcLog }) => msg === 'grpc-js' && String(grpcLog).includes('Server constructed')));
});
