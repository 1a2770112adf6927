// The forms in which findings are shown.

import { writeGithubCommand } from '../github-command.js';
import { writeSarif } from '../sarif.js';
import type { LintReport, ObjectFinding } from './finding.js';

export type WriteReport = (report: LintReport) => string | Promise<string>;

/** The version of the JSON shape. It gains fields without notice; anything else gets a new version. */
const schemaVersion = 'podmutator.dev/lint/v1';

/** By the name that `-o` takes. */
export const formats: Readonly<Record<string, WriteReport>> = {
  text: writeText,
  json: writeJson,
  github: writeGithub,
  sarif: writeLog,
};

// One line per finding as compilers write it, the advice below.
function writeText({ findings }: LintReport): string {
  return findings
    .map((finding) => {
      const { severity, message, code, suggestion, object } = finding;
      return `${showPlace(finding)}: ${severity}: ${object}: ${message} (${code})\n    ${suggestion}\n`;
    })
    .join('');
}

function showPlace({ file, line, column }: ObjectFinding): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

function writeJson({ findings, documents, version, configRevision }: LintReport): string {
  const report = { apiVersion: schemaVersion, version, configRevision, documents, findings };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const githubLevels = { note: 'notice', warning: 'warning', error: 'error' } as const;

function writeGithub({ findings }: LintReport): string {
  return findings
    .map(({ severity, file, line, column, code, object, message, suggestion }) =>
      writeGithubCommand({
        level: githubLevels[severity],
        file,
        line,
        column,
        title: `${object}: ${code}`,
        message: `${message}\n${suggestion}`,
      }),
    )
    .join('');
}

async function writeLog({ findings, version, loadRuleSentences }: LintReport): Promise<string> {
  const sentences = await loadRuleSentences();
  return writeSarif({
    name: 'podmutator lint',
    version,
    describeRule: (id) => sentences.get(id),
    fingerprint: 'podmutatorFinding/v1',
    results: findings.map(({ code, severity, message, suggestion, file, line, column, object, namespace, path }) => ({
      ruleId: code,
      level: severity,
      text: `${message}. ${suggestion}`,
      file,
      line,
      column,
      object,
      namespace,
      identity: [code, file, namespace, object, path, message],
    })),
  });
}
