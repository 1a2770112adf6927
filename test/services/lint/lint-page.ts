// The documentation of the linter's rules, written from the one table that the linter runs on.

import type { Severity } from '../../../services/lint/rules/rule.js';
import { inputInvalid, rules } from '../../../services/lint/rules.js';
import { commonAdvice, commonWarnings } from '../../../services/pod/eligibility.js';
import { mutators } from '../../../services/registry.js';
import { lintManifest } from './lint-manifest.js';

const meanings: Readonly<Record<Severity, string>> = {
  error: 'the Pod would be refused, or cannot be evaluated',
  warning: 'probably not what the author meant',
  note: 'nothing has to be done; something is not known',
};

/** Writes the chapter of the rules. */
export function writeRules(): string {
  return [
    '| code | severity | what is wrong |',
    '|---|---|---|',
    ...[...rules, inputInvalid].map(
      ({ code, severity, title }) => `| [\`${code}\`](#${code.toLowerCase()}) | ${severity} | ${title} |`,
    ),
    '',
    ...Object.entries(meanings).map(([severity, meaning]) => `- **${severity}**: ${meaning}.`),
    '',
    ...rules.flatMap(({ code, title, about, example }) => [
      `### ${code}`,
      '',
      `${title}. ${about}`,
      '',
      ...(example === undefined
        ? ['No mutator of this version gives cause; the rule guards future ones.', '']
        : writeExample(code, example)),
    ]),
    `### ${inputInvalid.code}`,
    '',
    `${inputInvalid.title}. ${inputInvalid.about}`,
    '',
    '## Warnings of the mutators',
    '',
    'They are findings of severity warning, under the codes that also stand in admission warnings and logs.',
    '',
    '| mutator | code | what it means | what to do |',
    '|---|---|---|---|',
    ...listWarningRows(),
    '',
  ].join('\n');
}

function writeExample(code: string, example: string): readonly string[] {
  const found = lintManifest(example).filter((finding) => finding.code === code);
  return [
    '```yaml',
    example.trimEnd(),
    '```',
    '',
    ...found.flatMap(({ line, column, message, suggestion }) => [
      `Line ${line}, column ${column}: ${message}. *${suggestion}*`,
      '',
    ]),
  ];
}

function listWarningRows(): readonly string[] {
  const ownCodes = new Set(rules.map(({ code }) => code));
  const lists = [
    {
      name: '–',
      warnings: commonWarnings as Readonly<Record<string, string>>,
      advice: commonAdvice as Readonly<Record<string, string>>,
    },
    ...mutators.map(({ name, warnings, advice = {} }) => ({ name, warnings, advice })),
  ];
  return lists.flatMap(({ name, warnings, advice }) =>
    Object.entries(warnings)
      .filter(([code]) => !ownCodes.has(code))
      .map(([code, sentence]) => `| ${name} | \`${code}\` | ${sentence} | ${advice[code] ?? ''} |`),
  );
}
