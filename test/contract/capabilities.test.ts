// A service cannot see what it does not know, so it says what it does: each field of a request that came after 0.1.

import { fromBinary } from '@bufbuild/protobuf';
import { type DescriptorProto, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import test from 'ava';
import { complete, newFields } from '../../proto/capabilities.js';
import { readDescriptors } from '../../proto/descriptor-set.js';
import { capabilities } from '../../services/rpc/capabilities.js';

const file = fromBinary(FileDescriptorSetSchema, readDescriptors()).file.find(
  ({ package: name }) => name === 'podmutator.v1',
);
const messages = new Map(file?.messageType.map((message) => [message.name, message]));

/** Fields that 0.1 has, by their number: `lint` and `alternatives` (then `flips`) among them. */
const oldest: Readonly<Record<string, number>> = {
  MutatePodRequest: 10,
  MutatePodsRequest: 3,
  PreviewRequest: 8,
  ListMutatorsRequest: 0,
  GetServerInfoRequest: 0,
};

function findMessage(name: string): DescriptorProto {
  const message = messages.get(name);
  if (!message) {
    throw new Error(`expected a message ${name} in the contract`);
  }
  return message;
}

test('every field of a request that is newer than 0.1 is told, or rejected', (t) => {
  const newer = Object.entries(oldest).flatMap(([name, last]) =>
    findMessage(name)
      .field.filter(({ number }) => number > last)
      .map((field) => `${name}.${field.name}`),
  );
  t.deepEqual([...newFields].toSorted(), newer.toSorted());
  const rejected = newFields.filter((field) => !capabilities.includes(field));
  t.deepEqual(rejected, ['PreviewRequest.template_paths']);
  t.true(capabilities.includes(complete));
});

test('every message of the contract that is a request is among those', (t) => {
  t.deepEqual(
    [...messages.keys()].filter((name) => name.endsWith('Request')).toSorted(),
    Object.keys(oldest).toSorted(),
  );
});

test('every response that says which settings decided says which engine did', (t) => {
  const revised = [...messages.values()].filter(({ field }) => field.some(({ name }) => name === 'config_revision'));
  t.deepEqual(revised.map(({ name }) => name).toSorted(), [
    'GetServerInfoResponse',
    'ListMutatorsResponse',
    'MutatePodResponse',
    'PreviewResponse',
  ]);
  for (const { name, field } of revised)
    t.true(
      field.some((one) => one.name === 'engine_version'),
      name,
    );
});
