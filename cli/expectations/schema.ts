// What an expectation file may say. The published JSON schema is generated from this.

import * as z from 'zod';

const texts = z.record(z.string(), z.string());

const pointer = z
  .string()
  .regex(/^\//, 'expected a JSON pointer, which begins with "/"')
  .describe('JSON pointer into the object.');

const changeOperation = z.strictObject({
  op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
  path: pointer,
  from: pointer.optional(),
  value: z.unknown().optional(),
});

const given = z
  .strictObject({
    namespace: z.string().min(1).optional().describe('Evaluate the object in this namespace.'),
    namespaceLabels: texts.optional().describe('Labels of the namespace, in place of those known from elsewhere.'),
    namespaceAnnotations: texts
      .optional()
      .describe('Annotations of the namespace, in place of those known from elsewhere.'),
    merge: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Changes the object ahead of the evaluation: a merge patch, RFC 7386.'),
    patch: z
      .array(changeOperation)
      .optional()
      .describe('Changes the object ahead of the evaluation, after `merge`: a JSON patch, RFC 6902.'),
  })
  .describe('What is different from the input files in this case.');

const write = z.strictObject({
  op: z.enum(['add', 'replace', 'remove']).optional(),
  path: pointer.describe('JSON pointer into the object; `*` stands for any index.'),
  value: z.unknown().optional().describe('What is written there; without it, any value counts.'),
});

const fragment = z.record(z.string(), z.unknown());

const expect = z
  .strictObject({
    verdict: z.enum(['changed', 'unchanged', 'skipped', 'unknown', 'not-applicable', 'error']).optional(),
    mutators: z
      .record(
        z.string(),
        z.strictObject({
          outcome: z.enum(['mutated', 'unchanged', 'skipped', 'unknown']).optional(),
          reason: z.string().optional().describe('The reason code.'),
        }),
      )
      .optional()
      .describe('By the name of the mutator. Mutators that are not named are not looked at.'),
    warnings: z.array(z.string()).optional().describe('The codes of all warnings, in any order; none if empty.'),
    patch: z
      .strictObject({
        contains: z.array(write).optional().describe('Each must be written.'),
        absent: z.array(write).optional().describe('None may be written.'),
      })
      .optional()
      .describe('What the patch writes: at the path itself, with something around it, or below it.'),
    result: z
      .strictObject({
        contains: fragment.optional().describe('Part of the object after the patch.'),
        absent: z.array(fragment).optional().describe('None may be part of the object after the patch.'),
      })
      .optional()
      .describe('Members count by name; each entry of a list must be like any one of the entries there.'),
    snapshot: z
      .string()
      .min(1)
      .optional()
      .describe('File with the object after the patch, relative to this one. `--update` writes it.'),
  })
  .refine((value) => Object.keys(value).length > 0, 'expected at least one expectation')
  .meta({ minProperties: 1 });

const testCase = z.strictObject({
  name: z.string().min(1).describe('A sentence, once in the file.'),
  object: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, 'expected Kind/name, as in Deployment/web')
    .describe('Kind/name of an object in the input files.'),
  input: z.string().optional().describe('The input file of the object, if several hold one of this name.'),
  given: given.optional(),
  expect,
});

/** An expectation file. */
export const expectationFileSchema = z.strictObject({
  inputs: z.array(z.string().min(1)).min(1).describe('Files with manifests, relative to this one.'),
  settings: fragment.optional().describe('Settings of the service, as in its settings file.'),
  settingsFile: z.string().min(1).optional().describe('Settings file of the service, relative to this one.'),
  namespace: z.string().min(1).optional().describe('Namespace of objects that name none; `default` without it.'),
  namespaceLabels: texts.optional().describe('Labels of that namespace; a Namespace in the input files counts more.'),
  namespaceAnnotations: texts
    .optional()
    .describe('Annotations of that namespace; a Namespace in the input files counts more.'),
  cases: z.array(testCase).min(1),
});

export type ExpectationFile = z.infer<typeof expectationFileSchema>;
export type TestCase = z.infer<typeof testCase>;
export type Given = z.infer<typeof given>;
export type Expect = z.infer<typeof expect>;
export type ChangeOperation = z.infer<typeof changeOperation>;
export type Write = z.infer<typeof write>;
