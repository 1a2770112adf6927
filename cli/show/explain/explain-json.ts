// `explain -o json`: the explanation for programs.

import { describeAlternative } from '../../../proto/preview-report.js';
import { nameObject, type PreviewedObject } from '../../inputs/previewed.js';
import { listChanges } from './changes.js';
import { findLevel } from './levels.js';
import { listUnknowns } from './unknowns.js';

/** The version of the shape. It gains fields without notice; anything else gets a new version. */
const schemaVersion = 'podmutator.dev/explain/v1';

interface Report {
  readonly objects: readonly PreviewedObject[];
  readonly path: string | undefined;
  readonly version: string;
  readonly configRevision: string;
}

/** Writes the whole report. */
export function writeExplanation({ objects, path, version, configRevision }: Report): string {
  const report = {
    apiVersion: schemaVersion,
    version,
    configRevision,
    objects: objects.map((object) => describe(object, path)),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function describe(object: PreviewedObject, path: string | undefined): object {
  const { place, namespace, verdict, mutators, impact, error } = object;
  return {
    ...place,
    object: nameObject(object),
    namespace,
    verdict,
    mutators: mutators.map(({ operations, alternatives = [], ...mutator }) => ({
      ...mutator,
      level: findLevel({ operations, ...mutator }),
      flips: alternatives.map(describeAlternative),
    })),
    changes: listChanges(object, path).map(({ operation: { place: at, ...operation } }) => ({ ...operation, ...at })),
    ...(impact && { impact }),
    notKnown: listUnknowns(object),
    ...(error && { error }),
  };
}
