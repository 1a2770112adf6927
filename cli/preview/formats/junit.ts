// `-o junit`: one suite for each input, one case for each object that holds a Pod. A change fails its case only if
// `--exit-code` says that changes are findings; a decision that lacks a fact counts as skipped.

import { escapeXml } from '../../escape-xml.js';
import type { Format, FormatContext } from '../format.js';
import { isWorthTelling, nameObject, type PreviewedObject } from '../previewed.js';

export function createJunit({ isChangeFinding }: FormatContext): Format {
  const suites = new Map<string, PreviewedObject[]>();
  return {
    add({ input, objects }) {
      const cases = objects.filter(isWorthTelling);
      suites.set(input, [...(suites.get(input) ?? []), ...cases]);
      return '';
    },
    finish() {
      const all = [...suites.values()].flat();
      const body = [...suites]
        .filter(([, cases]) => cases.length > 0)
        .map(([name, cases]) => writeSuite(name, cases, isChangeFinding));
      const head = `<testsuites name="podmutator preview"${writeCounts(all, isChangeFinding)}>`;
      return `<?xml version="1.0" encoding="UTF-8"?>\n${[head, ...body, '</testsuites>'].join('\n')}\n`;
    },
  };
}

function writeSuite(name: string, cases: readonly PreviewedObject[], isChangeFinding: boolean): string {
  const head = `  <testsuite name="${escapeXml(name)}"${writeCounts(cases, isChangeFinding)}>`;
  return [head, ...cases.map((one) => writeCase(one, isChangeFinding)), '  </testsuite>'].join('\n');
}

function writeCounts(cases: readonly PreviewedObject[], isChangeFinding: boolean): string {
  const count = (verdict: string): number => cases.filter((one) => one.verdict === verdict).length;
  const failures = isChangeFinding ? count('changed') : 0;
  const skipped = count('unknown') + count('not-applicable');
  return ` tests="${cases.length}" failures="${failures}" errors="${count('error')}" skipped="${skipped}" time="0"`;
}

function writeCase(object: PreviewedObject, isChangeFinding: boolean): string {
  const { namespace, place } = object;
  const attributes = `name="${escapeXml(nameObject(object))}" classname="${escapeXml(namespace || 'podmutator')}"`;
  const head = `    <testcase ${attributes} file="${escapeXml(place.file)}" line="${place.line}" time="0"`;
  const body = writeBody(object, isChangeFinding);
  return body === '' ? `${head}/>` : `${head}>\n      ${body}\n    </testcase>`;
}

function writeBody(object: PreviewedObject, isChangeFinding: boolean): string {
  const { verdict, mutators, operations, warnings, diff, error } = object;
  const decided = mutators.map(({ mutator, outcome, reason }) => `${mutator} ${outcome}: ${reason}`);
  const because = [...decided, ...warnings.map(({ code, message }) => `warning ${code}: ${message}`)].join('; ');
  if (error) {
    return `<error message="${escapeXml(error.message)}" type="error"/>`;
  }
  if (verdict === 'unknown' || verdict === 'not-applicable') {
    return `<skipped message="${escapeXml(because)}"/>`;
  }
  if (verdict === 'changed' && isChangeFinding) {
    const message = escapeXml(`${operations.length} operations: ${because}`);
    return `<failure message="${message}" type="changed">${escapeXml(diff)}</failure>`;
  }
  return `<system-out>${escapeXml(diff === '' ? because : `${because}\n${diff}`)}</system-out>`;
}
