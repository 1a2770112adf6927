// `-o junit`: one suite for each input, one case for each object that holds a Pod. A change fails its case only if
// `--exit-code` says that changes are findings; a decision that lacks a fact counts as skipped.
//
// There is no one standard. Elements and attributes are those that Jenkins takes, since others take them as well; so
// the place of an object stands in a text.

import { isWorthTelling, nameObject, type PreviewedObject } from '../../inputs/previewed.js';
import { escapeXml } from '../escape-xml.js';
import type { Format, FormatContext } from '../format.js';

export function createJunit({ isChangeFinding }: FormatContext): Format {
  const suites = new Map<string, PreviewedObject[]>();
  return {
    isApplied: false,
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
      const counts = writeCounts(all, isChangeFinding).replace(/ skipped="\d+"/, '');
      const head = `<testsuites name="podmutator preview"${counts}>`;
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
  const attributes = `name="${escapeXml(nameObject(object))}" classname="${escapeXml(object.namespace || 'podmutator')}"`;
  return `    <testcase ${attributes} time="0">\n      ${writeBody(object, isChangeFinding)}\n    </testcase>`;
}

function writeBody(object: PreviewedObject, isChangeFinding: boolean): string {
  const { verdict, mutators, operations, warnings, diff, error, place } = object;
  const where = escapeXml(`${place.file}:${place.line}`);
  const decided = mutators.map(({ mutator, outcome, reason }) => `${mutator} ${outcome}: ${reason}`);
  const because = [...decided, ...warnings.map(({ code, message }) => `warning ${code}: ${message}`)].join('; ');
  if (error) {
    const at = [error.file, error.line, error.column].filter(Boolean).join(':');
    return `<error message="${escapeXml(error.message)}" type="error">${escapeXml(at)}</error>`;
  }
  if (verdict === 'unknown' || verdict === 'not-applicable') {
    return `<skipped message="${escapeXml(because)}">${where}</skipped>`;
  }
  if (verdict === 'changed' && isChangeFinding) {
    const message = escapeXml(`${operations.length} operations: ${because}`);
    return `<failure message="${message}" type="changed">${where}\n${escapeXml(diff)}</failure>`;
  }
  return `<system-out>${where}\n${escapeXml(diff === '' ? because : `${because}\n${diff}`)}</system-out>`;
}
