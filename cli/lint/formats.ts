// The forms in which findings are shown.

import { createHash } from 'node:crypto';
import type { LintReport, ObjectFinding } from './finding.js';

type WriteReport = (report: LintReport) => string;

/** The version of the JSON shape. It gains fields without notice; anything else gets a new version. */
const schemaVersion = 'podmutator.dev/lint/v1';

/** By the name that `-o` takes. */
export const formats: Readonly<Record<string, WriteReport>> = {
  text: writeText,
  json: writeJson,
  github: writeGithub,
  sarif: writeSarif,
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

// Syntax: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
function writeGithub({ findings }: LintReport): string {
  return findings
    .map(({ severity, file, line, column, code, object, message, suggestion }) => {
      const place = { file, ...(line !== undefined && { line }), ...(column !== undefined && { col: column }) };
      const properties = Object.entries({ ...place, title: `${object}: ${code}` })
        .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
        .join(',');
      return `::${githubLevels[severity]} ${properties}::${escapeData(`${message}\n${suggestion}`)}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
function writeSarif({ findings, version }: LintReport): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'podmutator lint', version, rules: codes.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => writeResult(finding, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function writeResult(finding: ObjectFinding, codes: readonly string[]): object {
  const { code, severity, message, suggestion, file, line, column, object, namespace, path } = finding;
  const region = line === undefined ? {} : { region: { startLine: line, ...(column && { startColumn: column }) } };
  // Lines move; this is how a finding is known again after an unrelated edit.
  const identity = [code, file, namespace, object, path, message].join('\n');
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: `${object}: ${message}. ${suggestion}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: toUri(file) }, ...region },
        logicalLocations: [{ fullyQualifiedName: [namespace, object].filter(Boolean).join('/'), kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'podmutatorFinding/v1': createHash('sha256').update(identity).digest('hex') },
  };
}

function toUri(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}
