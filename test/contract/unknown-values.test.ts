// Enumerations gain values: whoever reads a response has a branch for those that it does not know. Here every enumeration
// of every response has one, in every message that a response may hold.

import test from 'ava';
import { formatAnswer, readReview } from '../../adapter/reviews/review.js';
import { describeObject } from '../../cli/show/explain/describe-object.js';
import { writeExplanation } from '../../cli/show/explain/explain-json.js';
import { formats } from '../../cli/show/formats/formats.js';
import { listFindings } from '../../cli/show/lint/finding.js';
import { formats as lintFormats } from '../../cli/show/lint/formats.js';
import { createTotals } from '../../cli/show/totals.js';
import { PodMutator } from '../../proto/load.js';
import { readResult } from '../../proto/preview-v1.js';
import { toWord } from '../../proto/words.js';
import { encode, enumerations } from './unknown-messages.js';

test('a preview with unknown values is shown in every format, and nothing of it counts as known', async (t) => {
  const { results } = PodMutator.service.Preview.responseDeserialize(encode('PreviewResponse'));
  t.true(enumerations().size >= 7, [...enumerations()].join());
  const locate = (line: number) => ({ file: 'a.yaml', line: Math.max(line, 1) });
  const object = readResult(results[0] as never, locate, 0);
  t.is(object.verdict, 'unknown');
  t.is(object.mutators[0]?.outcome, 'unknown');
  t.true(object.incomplete);
  t.is(object.findings?.[0]?.severity, 'error');
  t.deepEqual(object.impact?.podSecurity, { before: 'unknown', after: 'unknown' });
  t.deepEqual(object.impact?.qosClass, { before: 'unknown', after: 'unknown' });
  const document = {
    input: 'a.yaml',
    index: 0,
    line: 1,
    before: 'a: b\n',
    after: 'a: b\n',
    changedLines: [],
    objects: [object],
  };
  const { totals, add } = createTotals();
  add(document);
  const about = { version: '', configRevision: '', isColoured: false, isChangeFinding: true };
  const listMutators = async () => PodMutator.service.ListMutators.responseDeserialize(encode('ListMutatorsResponse'));
  for (const [name, load] of Object.entries(formats)) {
    const format = (await load())({ ...about, listMutators });
    const text = format.add(document);
    const rest = await format.finish(totals);
    t.false(
      /undefined|\[object|NaN|\b99\b/.test(text + (typeof rest === 'string' ? rest : Buffer.concat([...rest]))),
      name,
    );
  }
  for (const write of Object.values(lintFormats)) {
    const loadRuleSentences = async () => new Map();
    t.truthy(await write({ ...about, documents: 1, findings: listFindings(document), loadRuleSentences }));
  }
  t.notRegex(describeObject(object, undefined), /undefined/);
  t.regex(writeExplanation({ ...about, objects: [object], path: undefined }), /"outcome": "unknown"/);
});

test('a decision with unknown values is an answer like any other', (t) => {
  const response = PodMutator.service.MutatePod.responseDeserialize(encode('MutatePodResponse'));
  const review = readReview(
    Buffer.from(
      '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u","operation":"CREATE","object":{}}}',
    ),
  );
  t.truthy(formatAnswer(review, response, { version: '0.2.0' } as never));
  t.is(toWord(99, 'OUTCOME_'), 'unknown');
  t.is(toWord('OUTCOME_NOT_YET', 'OUTCOME_'), 'not-yet');
  t.is(toWord('OUTCOME_UNSPECIFIED', 'OUTCOME_'), 'unknown');
});
