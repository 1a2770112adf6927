// Values of known keys that mean neither yes nor no.

import { pointer } from '../../pod/json-pointer.js';
import { describeValue } from '../../pod/quote.js';
import { listMetadata, membersOf } from './metadata.js';
import type { Rule, Subject } from './rule.js';

const plainNo = /^(?:|0|no|off|none|false|disabled?)$/i;

export const valueNotUnderstood: Rule = {
  code: 'VALUE_NOT_UNDERSTOOD',
  severity: 'warning',
  title: 'A value is neither yes nor no',
  about:
    'Switches are compared letter by letter. "True", "yes" or a blank at the end do not switch anything on, and for an opt-in they count as no.',
  example: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    dragonflyoss-injection: "true"
`,
  find: (subject) =>
    listMetadata(subject).flatMap((entry) => {
      const { owner, map, key, value } = entry;
      const known = subject.keys.find((one) => one.owner === owner && one.map === map && one.key === key);
      const values = known?.values;
      if (
        !known ||
        !values ||
        values.includes(describeValue(value)) ||
        isWarnedAbout(subject, pointer('metadata', map, key))
      ) {
        return [];
      }
      // Where only yes has a word, anything that plainly says no is fine.
      if (values.length === 1 && plainNo.test(describeValue(value))) {
        return [];
      }
      const quoted = values.map((one) => JSON.stringify(one)).join(' or ');
      return [
        {
          members: membersOf(entry),
          mutators: [known.mutator],
          message: `${key}: expected ${quoted}, found ${JSON.stringify(value)}`,
          suggestion: `Write ${quoted}.`,
        },
      ];
    }),
};

// The mutator itself says it better.
function isWarnedAbout({ reviewed }: Subject, path: string): boolean {
  return reviewed?.evaluation.warnings.some((warning) => warning.path === path) ?? false;
}
