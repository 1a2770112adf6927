// Reports in formats that others have defined, against the definitions.
//
// SARIF_SCHEMA and JUNIT_XSD may name the files of their authors: the schema of SARIF 2.1.0 by OASIS
// (https://github.com/oasis-tcs/sarif-spec), and the one by which Jenkins reads JUnit reports (junit-10.xsd of
// https://github.com/jenkinsci/xunit-plugin). Reports have to keep to those as well then.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { validateXML } from 'xmllint-wasm';
import { projectRoot } from './project.js';

const { SARIF_SCHEMA, JUNIT_XSD } = process.env;

/** What is wrong with a SARIF log; `[]` if nothing is. */
export function findSarifErrors(text: string): readonly string[] {
  const log = JSON.parse(text);
  const files = [join(projectRoot, 'test/kit/sarif.schema.json'), ...(SARIF_SCHEMA ? [SARIF_SCHEMA] : [])];
  const errors = files.flatMap((file) => {
    const { $schema: _schema, id: _id, $id: _ownId, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
    const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
    validate(log);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${file}: ${instancePath} ${message}`);
  });
  return errors.length > 0 ? errors : findWrongRules(log.runs[0]);
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
}

function findWrongRules({ tool, results }: Run): readonly string[] {
  return results
    .filter(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex]?.id !== ruleId)
    .map(({ ruleId, ruleIndex }) => `rule ${ruleIndex} of the run is not ${ruleId}`);
}

/** What is wrong with a JUnit report; `[]` if nothing is. */
export async function findJunitErrors(text: string): Promise<readonly string[]> {
  const files = [join(projectRoot, 'test/kit/junit.xsd'), ...(JUNIT_XSD ? [JUNIT_XSD] : [])];
  const lists = await Promise.all(
    files.map(async (file) => {
      const { errors } = await validateXML({
        xml: [{ fileName: 'report.xml', contents: text }],
        schema: [readFileSync(file, 'utf8')],
      });
      return errors.map(({ message }) => `${file}: ${message}`);
    }),
  );
  const errors = lists.flat();
  return errors.length > 0 ? errors : findWrongCounts(text);
}

// Well-formed by now, so every tag is one.
function findWrongCounts(text: string): readonly string[] {
  const suites = text.match(/<testsuites[\s\S]*<\/testsuites>|<testsuite [\s\S]*?<\/testsuite>/g) ?? [];
  return suites
    .flatMap((whole) => [whole, ...(whole.match(/<testsuite [\s\S]*?<\/testsuite>/g) ?? [])])
    .flatMap((suite) =>
      (['tests', 'failures', 'errors', 'skipped'] as const).flatMap((name) => {
        const said = new RegExp(`^<[^>]* ${name}="(\\d+)"`).exec(suite)?.[1];
        const tag = { tests: 'testcase', failures: 'failure', errors: 'error', skipped: 'skipped' }[name];
        const found = [...suite.matchAll(new RegExp(`<${tag}[ >]`, 'g'))].length;
        return said === undefined || Number(said) === found ? [] : [`${name}="${said}", but there are ${found}`];
      }),
    );
}

export interface WorkflowCommand {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const documented = ['file', 'line', 'endLine', 'col', 'endColumn', 'title'];

/**
 * Reads workflow commands as the runner of GitHub does: one on each line, `::level key=value,…::message`, with `%25`,
 * `%0D` and `%0A` turned back, and in properties `%3A` and `%2C` as well.
 * @throws Error for anything else
 */
export function readWorkflowCommands(text: string): readonly WorkflowCommand[] {
  if (!text.endsWith('\n')) {
    throw new Error('the last command has no line break');
  }
  return text.slice(0, -1).split('\n').map(readCommand);
}

function readCommand(line: string): WorkflowCommand {
  const [, level, list = '', message = ''] = /^::(notice|warning|error) ([^:\r]*)::([^\r]*)$/.exec(line) ?? [];
  if (level === undefined) {
    throw new Error(`no workflow command: ${line}`);
  }
  const properties = list.split(',').map((pair) => {
    const [, key = '', value = ''] = /^(\w+)=(.+)$/.exec(pair) ?? [];
    if (!documented.includes(key)) {
      throw new Error(`no property of a workflow command: ${pair}`);
    }
    return [key, decode(value, /%(25|0D|0A|3A|2C)/g)];
  });
  return { level, properties: Object.fromEntries(properties), message: decode(message, /%(25|0D|0A)/g) };
}

function decode(text: string, escapes: RegExp): string {
  if (/%/.test(text.replace(escapes, ''))) {
    throw new Error(`a percent sign that begins no escape: ${text}`);
  }
  return text.replace(escapes, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
