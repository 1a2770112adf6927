import test from 'ava';
import { formatJson } from '../../../cli/expectations/format-json.js';
import { formatJunit } from '../../../cli/expectations/format-junit.js';
import { formatText } from '../../../cli/expectations/format-text.js';
import type { FileReport } from '../../../cli/expectations/report.js';
import { findJunitErrors } from '../../kit/foreign-formats.js';

const reports: readonly FileReport[] = [
  {
    file: 'a&b.podmutator-test.yaml',
    cases: [
      { name: 'fine', object: 'Pod/a', line: 3, failures: [], written: 'a.yaml' },
      {
        name: 'says "no" <loud>',
        object: 'Pod/b',
        line: 7,
        failures: [
          { about: 'verdict', line: 9, expected: 'changed', found: 'error: \u0000 & \ud800' },
          { about: 'result.contains', line: 10, expected: 'a\nb\nc', found: 'a\nc' },
        ],
      },
      { name: 'lost', object: 'Pod/c', line: 12, failures: [], error: 'no such object' },
    ],
  },
  { file: 'broken.podmutator-test.yaml', cases: [], error: 'one\ntwo' },
];

test('junit holds every case, and no character that XML cannot hold', (t) => {
  t.is(
    formatJunit(reports),
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="podmutator test" tests="4" failures="1" errors="2">
  <testsuite name="a&amp;b.podmutator-test.yaml" tests="3" failures="1" errors="1">
    <testcase classname="a&amp;b.podmutator-test.yaml" name="fine"/>
    <testcase classname="a&amp;b.podmutator-test.yaml" name="says &quot;no&quot; &lt;loud&gt;">
      <failure message="a&amp;b.podmutator-test.yaml:7: verdict, result.contains" type="failure">a&amp;b.podmutator-test.yaml:9: verdict (- expected, + found)
-changed
+error: \ufffd &amp; \ufffd
a&amp;b.podmutator-test.yaml:10: result.contains (- expected, + found)
 a
-b
 c</failure>
    </testcase>
    <testcase classname="a&amp;b.podmutator-test.yaml" name="lost">
      <error message="a&amp;b.podmutator-test.yaml:12" type="error">no such object</error>
    </testcase>
  </testsuite>
  <testsuite name="broken.podmutator-test.yaml" tests="1" failures="0" errors="1">
    <testcase classname="broken.podmutator-test.yaml" name="the file can be used">
      <error type="error">one
two</error>
    </testcase>
  </testsuite>
</testsuites>
`,
  );
});

test('junit is valid, and its counts are those of its cases', async (t) => {
  t.deepEqual(await findJunitErrors(formatJunit(reports)), []);
});

test('json holds counts, states, places and both sides of a difference', (t) => {
  t.like(JSON.parse(formatJson(reports)), {
    version: 1,
    passed: 1,
    failed: 1,
    errors: 2,
    files: [
      {
        file: 'a&b.podmutator-test.yaml',
        cases: [
          { status: 'passed', name: 'fine', line: 3, written: 'a.yaml' },
          { status: 'failed', failures: [{ about: 'verdict', line: 9, expected: 'changed' }, { found: 'a\nc' }] },
          { status: 'error', error: 'no such object' },
        ],
      },
      { error: 'one\ntwo', cases: [] },
    ],
  });
});

test('text ends with the sum', (t) => {
  t.true(formatText(reports).endsWith('\n1 passed, 1 failed, 2 not evaluated\n'));
});
