import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { credentials } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import type { ServerReflectionRequest } from '../../../proto/gen/grpc/reflection/v1/ServerReflectionRequest.js';
import type { ServerReflectionResponse__Output } from '../../../proto/gen/grpc/reflection/v1/ServerReflectionResponse.js';
import { reflectionServices } from '../../../proto/load.js';
import { projectRoot } from '../../kit/project.js';
import { macvtapPod, serve } from '../../kit/service.js';

const run = promisify(execFile);
const buf = join(projectRoot, 'node_modules/.bin/buf');
const versions = ['v1', 'v1alpha'] as const;

const services = [
  'podmutator.v1.PodMutator',
  'grpc.health.v1.Health',
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

async function curl(address: string, version: string, ...args: readonly string[]): Promise<string> {
  const options = [
    '--http2-prior-knowledge',
    '--reflect',
    '--reflect-protocol',
    `grpc-${version}`,
    '--protocol',
    'grpc',
  ];
  const path = args.at(-1)?.startsWith('podmutator') ? `/${args.at(-1)}` : '';
  const rest = path === '' ? args : args.slice(0, -1);
  const { stdout } = await run(buf, ['curl', ...options, ...rest, `http://${address}${path}`]);
  return stdout;
}

for (const version of versions) {
  test(`buf lists all methods and calls them through reflection ${version}`, async (t) => {
    const { service } = await serve(t);
    const methods = await curl(service.address, version, '--list-methods');
    t.true(methods.includes('podmutator.v1.PodMutator/MutatePods\n'));
    t.true(methods.includes('grpc.health.v1.Health/Watch\n'));
    t.true(methods.includes(`grpc.reflection.${version}.ServerReflection/ServerReflectionInfo\n`));
    const data = JSON.stringify({ podJson: macvtapPod().toString('base64') });
    const answer = await curl(service.address, version, '--data', data, 'podmutator.v1.PodMutator/MutatePod');
    t.is(JSON.parse(answer).allowed.operationCount, 1);
  });

  test(`reflection ${version} answers what it has and says NOT_FOUND for the rest`, async (t) => {
    const { service } = await serve(t);
    const ask = connectReflection(t, service.address, version);
    const [list, symbol, method, value, file, type, noSymbol, noFile, noExtension, noType, nothing] = await ask([
      { listServices: '*' },
      { fileContainingSymbol: 'podmutator.v1.PodMutator' },
      { fileContainingSymbol: 'podmutator.v1.PodMutator.MutatePod' },
      { fileContainingSymbol: 'podmutator.v1.OPERATION_CREATE' },
      { fileByFilename: 'google/rpc/status.proto' },
      { allExtensionNumbersOfType: 'podmutator.v1.Allowed' },
      { fileContainingSymbol: 'podmutator.v1.Nobody' },
      { fileByFilename: 'nowhere.proto' },
      { fileContainingExtension: { containingType: 'podmutator.v1.Allowed', extensionNumber: 1 } },
      { allExtensionNumbersOfType: 'podmutator.v1.Nobody' },
      {},
    ]);
    t.deepEqual(
      list?.listServicesResponse?.service.map(({ name }) => name),
      services,
    );
    const files = symbol?.fileDescriptorResponse?.fileDescriptorProto ?? [];
    t.is(files.length, 5, 'the file, google/rpc/status.proto, and any, duration and timestamp of google/protobuf');
    t.true(files[0]?.includes('PodMutator decides which changes a Pod gets'), 'comments are kept');
    t.deepEqual(method?.fileDescriptorResponse, symbol?.fileDescriptorResponse);
    t.deepEqual(value?.fileDescriptorResponse, symbol?.fileDescriptorResponse);
    t.is(file?.fileDescriptorResponse?.fileDescriptorProto.length, 2);
    t.is(type?.allExtensionNumbersResponse?.baseTypeName, 'podmutator.v1.Allowed');
    for (const missing of [noSymbol, noFile, noExtension, noType]) {
      t.is(missing?.errorResponse?.errorCode, 5);
    }
    t.is(nothing?.errorResponse?.errorCode, 3);
  });
}

function connectReflection(t: ExecutionContext, address: string, version: (typeof versions)[number]) {
  const client = new reflectionServices[version](address, credentials.createInsecure());
  t.teardown(() => client.close());
  return (questions: readonly ServerReflectionRequest[]): Promise<readonly ServerReflectionResponse__Output[]> =>
    new Promise((resolve, reject) => {
      const answers: ServerReflectionResponse__Output[] = [];
      const stream = client.serverReflectionInfo();
      stream.on('data', (answer: ServerReflectionResponse__Output) => answers.push(answer));
      stream.on('error', reject);
      stream.on('end', () => resolve(answers));
      for (const question of questions) stream.write(question);
      stream.end();
    });
}

test('more is asked than is read: the answers wait', async (t) => {
  const { service } = await serve(t);
  const client = new reflectionServices.v1(service.address, credentials.createInsecure());
  t.teardown(() => client.close());
  const stream = client.serverReflectionInfo();
  const end = new Promise<unknown>((resolve) => stream.on('end', resolve).on('error', resolve));
  for (let index = 0; index < 200; index += 1) stream.write({ fileContainingSymbol: 'podmutator.v1.PodMutator' });
  stream.end();
  await sleep(300);
  let count = 0;
  stream.on('data', () => {
    count += 1;
  });
  t.is(await end, undefined);
  t.is(count, 200);
});

test('reflection can be switched off', async (t) => {
  const { service } = await serve(t, { reflection: false });
  const ask = connectReflection(t, service.address, 'v1');
  const error = await t.throwsAsync(ask([{ listServices: '*' }]));
  t.is((error as { code?: number }).code, 12);
});
