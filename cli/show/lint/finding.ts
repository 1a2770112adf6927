// What a format of the linter gets: a finding, and the object that it is in.

import { nameObject, type PreviewedDocument, type PreviewedFinding } from '../../inputs/previewed.js';

export interface ObjectFinding extends PreviewedFinding {
  /** As kubectl names it, such as Deployment/web. */
  readonly object: string;
  readonly namespace: string;
}

export const severities = ['note', 'warning', 'error'] as const;

export type FindingSeverity = (typeof severities)[number];

export interface LintReport {
  readonly findings: readonly ObjectFinding[];
  /** The number of documents that were looked at. */
  readonly documents: number;
  readonly version: string;
  readonly configRevision: string;
  /** What the code of a finding stands for; asked for only by formats that tell. */
  readonly loadRuleSentences: () => Promise<ReadonlyMap<string, string>>;
}

/** The findings of a document. An input that never reached the service is a finding too. */
export function listFindings({ objects }: PreviewedDocument): readonly ObjectFinding[] {
  return objects.flatMap((object) => {
    const { findings = [], error, namespace } = object;
    const about = { object: nameObject(object), namespace };
    const unread = error && findings.length === 0 ? [{ ...notRead, ...error }] : [];
    return [...findings, ...unread].map((finding) => ({ ...finding, ...about }));
  });
}

const notRead = {
  code: 'INPUT_INVALID',
  severity: 'error',
  mutator: '',
  suggestion: 'Name manifests that can be read, and objects that are in them.',
  path: '',
} as const;
