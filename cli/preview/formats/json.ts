// `-o json`: everything that is known, for programs. The shape is published as schemas/preview-v1.schema.json.

import type { Format, FormatContext } from '../format.js';
import type { PreviewedObject } from '../previewed.js';
import { countEvaluated } from '../totals.js';

/** The version of the shape. It gains fields without notice; anything else gets a new version. */
const schemaVersion = 'podmutator.dev/preview/v1';

export function createJson({ version, configRevision }: FormatContext): Format {
  const objects: object[] = [];
  return {
    add(document) {
      objects.push(...document.objects.map((object) => describe(object, document.input)));
      return '';
    },
    finish(totals) {
      const { 'not-applicable': notApplicable, error: errors, ...counts } = totals;
      const summary = { evaluated: countEvaluated(totals), ...counts, notApplicable, errors };
      const report = { apiVersion: schemaVersion, version, configRevision, summary, objects };
      return `${JSON.stringify(report, null, 2)}\n`;
    },
  };
}

function describe(object: PreviewedObject, input: string): object {
  const { document, place, apiVersion, kind, namespace, name, verdict, mutators, operations } = object;
  const { jsonPatch, diff, warnings, impact, error } = object;
  return {
    input,
    document,
    ...place,
    apiVersion,
    kind,
    namespace,
    name,
    verdict,
    mutators,
    operations: operations.map(({ place: at, ...operation }) => ({ ...operation, ...at })),
    patch: jsonPatch === '' ? [] : (JSON.parse(jsonPatch) as unknown),
    diff,
    warnings,
    ...(impact && { impact }),
    ...(error && { error }),
  };
}
