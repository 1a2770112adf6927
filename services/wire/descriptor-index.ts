// Finds file descriptors by file and by symbol, in the descriptor set that buf built.
//
// The descriptors are handed on as the bytes they are: protobufjs cannot write them again without losing comments and
// bending map entries and reserved ranges, and tools then refuse the schema. So the few fields that are needed for the
// index are read straight from the wire format.

export interface DescriptorIndex {
  /** The file and everything that it imports, itself first; undefined if there is no such file. */
  readonly findFile: (name: string) => readonly Buffer[] | undefined;
  /** The same for the file that defines the symbol, such as "podmutator.v1.PodMutator.MutatePod". */
  readonly findSymbol: (symbol: string) => readonly Buffer[] | undefined;
}

interface FileEntry {
  readonly bytes: Buffer;
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly symbols: readonly string[];
}

/** Reads a google.protobuf.FileDescriptorSet. */
export function readDescriptorSet(bytes: Buffer): DescriptorIndex {
  const files = readFields(bytes)
    .filter(({ number }) => number === 1)
    .map((field) => readFile(field.bytes));
  const filesByName = new Map(files.map((file) => [file.name, file]));
  const filesBySymbol = new Map(files.flatMap((file) => file.symbols.map((symbol) => [symbol, file] as const)));
  const close = (file: FileEntry | undefined): readonly Buffer[] | undefined =>
    file && [...collect(file, filesByName)].map((one) => one.bytes);
  return {
    findFile: (name) => close(filesByName.get(name)),
    findSymbol: (symbol) => close(filesBySymbol.get(symbol)),
  };
}

function collect(file: FileEntry, files: ReadonlyMap<string, FileEntry>, found = new Set<FileEntry>()): Set<FileEntry> {
  if (!found.has(file)) {
    found.add(file);
    for (const dependency of file.dependencies) {
      const next = files.get(dependency);
      if (next) collect(next, files, found);
    }
  }
  return found;
}

type Kind = 'file' | 'message' | 'enum' | 'service' | 'leaf';

// Field numbers of google/protobuf/descriptor.proto that hold definitions: number → kind of what is defined there.
const definitions: Readonly<Record<Kind, Readonly<Record<number, Kind>>>> = {
  file: { 4: 'message', 5: 'enum', 6: 'service', 7: 'leaf' },
  message: { 2: 'leaf', 3: 'message', 4: 'enum', 6: 'leaf', 8: 'leaf' },
  enum: { 2: 'leaf' },
  service: { 2: 'leaf' },
  leaf: {},
};

function readFile(bytes: Buffer): FileEntry {
  const fields = readFields(bytes);
  const text = (number: number): string[] =>
    fields.filter((field) => field.number === number).map((field) => field.bytes.toString());
  const [packageName = ''] = text(2);
  return {
    bytes,
    name: text(1)[0] ?? '',
    dependencies: text(3),
    symbols: listSymbols(fields, 'file', packageName),
  };
}

function listSymbols(fields: readonly Field[], kind: Kind, scope: string): readonly string[] {
  return fields.flatMap(({ number, bytes }) => {
    const inner = definitions[kind][number];
    if (!inner) {
      return [];
    }
    const innerFields = readFields(bytes);
    const name = innerFields.find((field) => field.number === 1)?.bytes.toString() ?? '';
    const symbol = scope === '' ? name : `${scope}.${name}`;
    // Values of an enum are siblings of the enum, as in C++.
    return [symbol, ...listSymbols(innerFields, inner, inner === 'enum' ? scope : symbol)];
  });
}

interface Field {
  readonly number: number;
  readonly bytes: Buffer;
}

// Lists the fields with a length (wire type 2): messages and text. Others are stepped over.
function readFields(bytes: Buffer): readonly Field[] {
  const fields: Field[] = [];
  let offset = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[offset++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (offset < bytes.length) {
    const tag = readVarint();
    const wireType = tag & 7;
    if (wireType === 2) {
      const length = readVarint();
      fields.push({ number: tag >>> 3, bytes: bytes.subarray(offset, offset + length) });
      offset += length;
    } else if (wireType === 0) {
      readVarint();
    } else {
      offset += wireType === 1 ? 8 : 4;
    }
  }
  return fields;
}
