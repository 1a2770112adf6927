// `npm run generate`, first part of `npm run build`: makes proto/gen of the contract, types for the compiler and the
// descriptors that run time reads. Does nothing if what is there is newer than all that it is made of.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
/** Written last. */
const descriptors = 'proto/gen/descriptors.binpb';

const generator = 'node_modules/@grpc/proto-loader/build/bin/proto-loader-gen-types.js';
const buf = 'node_modules/@bufbuild/buf/bin/buf';

const changedAt = (name) => statSync(join(root, name)).mtimeMs;

/** The contract, what it imports, and what else says what is generated. Folders too: a file may be gone. */
function listInputs() {
  const listed = ['proto/podmutator', 'proto/vendor'].flatMap((folder) => [
    folder,
    ...readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ]);
  return [...listed, 'buf.yaml', 'package-lock.json', 'proto/generate.js'];
}

function run(tool, ...args) {
  if (!existsSync(join(root, tool))) {
    throw new Error(`generate: expected ${tool}, found no such file; run \`npm ci\``);
  }
  execFileSync(process.execPath, [tool, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

if (!existsSync(join(root, descriptors)) || listInputs().some((name) => changedAt(name) >= changedAt(descriptors))) {
  rmSync(join(root, 'proto/gen'), { recursive: true, force: true });
  run(
    generator,
    // What the loader is told in proto/load.ts, or the types lie about what arrives.
    ...['--longs=String', '--enums=String', '--defaults', '--oneofs'],
    ...['--includeComments', '--grpcLib=@grpc/grpc-js', '--importFileExtension=.js'],
    ...['-I', 'proto', 'proto/vendor', '-O', 'proto/gen'],
    'podmutator/v1/pod_mutator.proto',
    'grpc/health/v1/health.proto',
    'grpc/reflection/v1/reflection.proto',
    'grpc/reflection/v1alpha/reflection.proto',
    'google/rpc/status.proto',
    'google/rpc/error_details.proto',
  );
  run(buf, 'build', '--as-file-descriptor-set', '-o', descriptors);
}
