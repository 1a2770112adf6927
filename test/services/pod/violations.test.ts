import test from 'ava';
import type { Pod } from '../../../services/pod/pod.js';
import { findViolations } from '../../../services/pod/violations.js';

const podWith = (spec: object, metadata: object = {}): Pod =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [], ...spec } }) as unknown as Pod;
const container = (fields: object): Pod => podWith({ containers: [{ name: 'a', ...fields }] });

const invalid: readonly (readonly [string, string, Pod])[] = [
  [
    'two containers of one name',
    '/spec/containers/0/name',
    podWith({ initContainers: [{ name: 'a' }], containers: [{ name: 'a' }] }),
  ],
  ['two volumes of one name', '/spec/volumes/1/name', podWith({ volumes: [{ name: 'v' }, { name: 'v' }] })],
  [
    'a mount of no volume',
    '/spec/containers/0/volumeMounts/0/name',
    container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
  ],
  [
    'two mounts at one path',
    '/spec/containers/0/volumeMounts/1/mountPath',
    podWith({
      volumes: [{ name: 'v' }],
      containers: [
        {
          name: 'a',
          volumeMounts: [
            { name: 'v', mountPath: '/v' },
            { name: 'v', mountPath: '/v' },
          ],
        },
      ],
    }),
  ],
  [
    'a mount where a device is',
    '/spec/containers/0/volumeMounts/0/mountPath',
    podWith({
      volumes: [{ name: 'v' }, { name: 'disk' }],
      containers: [
        {
          name: 'a',
          volumeMounts: [{ name: 'v', mountPath: '/v' }],
          volumeDevices: [{ name: 'disk', devicePath: '/v' }],
        },
      ],
    }),
  ],
  [
    'bidirectional propagation without privilege',
    '/spec/containers/0/volumeMounts/0/mountPropagation',
    podWith({
      volumes: [{ name: 'v' }],
      containers: [{ name: 'a', volumeMounts: [{ name: 'v', mountPath: '/v', mountPropagation: 'Bidirectional' }] }],
    }),
  ],
  [
    'privilege without escalation',
    '/spec/containers/0/securityContext',
    container({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
  ],
  [
    'CAP_SYS_ADMIN without escalation',
    '/spec/containers/0/securityContext',
    container({ securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } } }),
  ],
  [
    'an unmasked proc without user namespace',
    '/spec/containers/0/securityContext/procMount',
    container({ securityContext: { procMount: 'Unmasked' } }),
  ],
  [
    'value and valueFrom together',
    '/spec/containers/0/env/0',
    container({ env: [{ name: 'A', value: 'a', valueFrom: {} }] }),
  ],
  ['annotations above 256 KiB', '/metadata/annotations', podWith({}, { annotations: { a: 'x'.repeat(262_144) } })],
  [
    'annotations above 256 KiB in fewer characters',
    '/metadata/annotations',
    podWith({}, { annotations: { a: '€'.repeat(87_381), b: '' } }),
  ],
];

for (const [what, path, pod] of invalid) {
  test(`${what} is found`, (t) => {
    t.deepEqual(
      findViolations(pod).map((violation) => violation.path),
      [path],
    );
  });
}

test('what only looks alike is fine', (t) => {
  const fine = [
    container({ securityContext: { privileged: false, allowPrivilegeEscalation: false } }),
    container({ securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'] } } }),
    container({ env: [{ name: 'A' }, { name: 'A' }] }),
    podWith({ hostUsers: false, containers: [{ name: 'a', securityContext: { procMount: 'Unmasked' } }] }),
    podWith({
      volumes: [{ name: 'v' }],
      containers: [
        {
          name: 'a',
          volumeMounts: [
            { name: 'v', mountPath: '/d' },
            { name: 'v', mountPath: '/d/' },
          ],
        },
      ],
    }),
    podWith({}, { annotations: { a: 7, b: null } }),
    podWith({}, { annotations: { a: 'x'.repeat(262_143) } }),
    podWith({}, { annotations: { a: '€'.repeat(87_381) } }),
  ];
  for (const pod of fine) {
    t.deepEqual(findViolations(pod), []);
  }
});
