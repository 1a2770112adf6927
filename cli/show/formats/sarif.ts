// `-o sarif`: changes, warnings and errors for code scanning.

import type { ListMutatorsResponse__Output } from '../../../proto/gen/podmutator/v1/ListMutatorsResponse.js';
import { nameObject, type PreviewedObject } from '../../inputs/previewed.js';
import type { Format, FormatContext } from '../format.js';
import { type SarifResult, writeSarif } from '../sarif.js';

const notEvaluated = 'podmutator/NOT_EVALUATED';

export function createSarif({ version, listMutators }: FormatContext): Format {
  const results: SarifResult[] = [];
  return {
    isApplied: false,
    add({ objects }) {
      results.push(...objects.flatMap(listResults));
      return '';
    },
    async finish() {
      // A service that has failed in the middle leaves the rules without sentences.
      const listing = await listMutators().catch(() => undefined);
      const sentences = listing ? listSentences(listing) : new Map<string, string>();
      const fingerprint = 'podmutatorObject/v1';
      return writeSarif({ name: 'podmutator', version, results, fingerprint, describeRule: (id) => sentences.get(id) });
    },
  };
}

function listResults(object: PreviewedObject): readonly SarifResult[] {
  const { apiVersion, kind, namespace, name, mutators, warnings, error, place } = object;
  const create = (own: Pick<SarifResult, 'ruleId' | 'level' | 'text' | 'file' | 'line' | 'column'>): SarifResult => ({
    ...own,
    object: nameObject(object),
    namespace,
    identity: [own.ruleId, apiVersion, kind, namespace, name, own.file],
  });
  const changes = mutators
    .filter(({ outcome }) => outcome === 'mutated')
    .map(({ mutator, reason, message, operations }) => {
      const at = object.operations[operations[0] ?? -1]?.place ?? place;
      const count = `${operations.length} ${operations.length === 1 ? 'operation' : 'operations'}`;
      return create({ ruleId: `${mutator}/${reason}`, level: 'note', text: `${message} ${count}.`, ...at });
    });
  const notes = warnings.map(({ mutator, code, message }) =>
    create({ ruleId: `${mutator || 'podmutator'}/${code}`, level: 'warning', text: message, ...place }),
  );
  const failure = error && create({ ruleId: notEvaluated, level: 'error', text: error.message, ...error });
  return [...(failure ? [failure] : []), ...changes, ...notes];
}

function listSentences(listing: ListMutatorsResponse__Output): ReadonlyMap<string, string> {
  const common = [...listing.commonReasons, ...listing.commonWarnings];
  const sentences = new Map([[notEvaluated, 'The object could not be evaluated.']]);
  for (const owner of [...listing.mutators, { name: 'podmutator', reasons: [], warnings: [] }]) {
    for (const { code, sentence } of [...common, ...owner.reasons, ...owner.warnings]) {
      sentences.set(`${owner.name}/${code}`, sentence);
    }
  }
  return sentences;
}
