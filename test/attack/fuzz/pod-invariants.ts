// What the API server demands of the fields that mutators touch, written down without any code of podmutator. A Pod that
// holds to it must do so after the patch.

type JsonObject = Readonly<Record<string, unknown>>;

const linuxOnly = [
  ...['privileged', 'allowPrivilegeEscalation', 'capabilities', 'procMount', 'runAsUser', 'runAsGroup'],
  ...['readOnlyRootFilesystem', 'seLinuxOptions', 'seccompProfile', 'appArmorProfile'],
];
const annotationBytesMax = 262_144;

/** One sentence for each rule that the Pod breaks. */
export function listBreaches(pod: unknown): readonly string[] {
  const spec = objectOf(objectOf(pod)['spec']);
  const volumes = namesOf(spec['volumes']);
  const regular = [...listOf(spec['initContainers']), ...listOf(spec['containers'])];
  return [
    ...duplicates('volume', volumes),
    ...duplicates(
      'container',
      regular.map((one) => nameOf(one['name'])),
    ),
    ...regular.flatMap((container) => listContainerBreaches(container, spec, volumes)),
    ...listPodBreaches(objectOf(objectOf(pod)['metadata']), spec),
  ];
}

function listPodBreaches(metadata: JsonObject, spec: JsonObject): readonly string[] {
  const annotations = Object.entries(objectOf(metadata['annotations']))
    .map(([key, value]) => key + (typeof value === 'string' ? value : ''))
    .join('');
  return [
    ...(spec['hostUsers'] === false
      ? ['hostNetwork', 'hostPID', 'hostIPC']
          .filter((key) => spec[key] === true)
          .map((key) => `hostUsers false with ${key}`)
      : []),
    ...(Buffer.byteLength(annotations) > annotationBytesMax ? ['annotations above 256 KiB'] : []),
    ...(listOf(spec['ephemeralContainers']).length > 0 ? ['ephemeral containers at the creation'] : []),
  ];
}

function listContainerBreaches(container: JsonObject, spec: JsonObject, volumes: readonly string[]): readonly string[] {
  const security = objectOf(container['securityContext']);
  const added = objectOf(security['capabilities'])['add'];
  const mounts = listOf(container['volumeMounts']);
  const isWindows = objectOf(spec['os'])['name'] === 'windows';
  const rules: readonly (readonly [boolean, string])[] = [
    [
      security['privileged'] === true && security['allowPrivilegeEscalation'] === false,
      'privileged without escalation',
    ],
    [
      security['allowPrivilegeEscalation'] === false && Array.isArray(added) && added.includes('CAP_SYS_ADMIN'),
      'CAP_SYS_ADMIN without escalation',
    ],
    [security['procMount'] === 'Unmasked' && spec['hostUsers'] !== false, 'procMount Unmasked with users of the host'],
    [
      mounts.some((mount) => mount['mountPropagation'] === 'Bidirectional') && security['privileged'] !== true,
      'Bidirectional without privileged',
    ],
    [mounts.some((mount) => !volumes.includes(nameOf(mount['name']))), 'a mount of no volume'],
    [
      isWindows && linuxOnly.some((key) => security[key] !== undefined && security[key] !== null),
      'Linux fields on Windows',
    ],
    [listOf(container['env']).some(hasTwoValues), 'a variable with value and valueFrom'],
  ];
  return [
    ...rules.filter(([isBroken]) => isBroken).map(([, sentence]) => sentence),
    ...duplicates(
      'mount path',
      mounts.map((mount) => normalise(nameOf(mount['mountPath']))),
    ),
    ...duplicates('port', namesOf(container['ports'])),
    ...listResourceBreaches(objectOf(container['resources'])),
  ];
}

function listResourceBreaches(resources: JsonObject): readonly string[] {
  const [limits, requests] = [objectOf(resources['limits']), objectOf(resources['requests'])];
  const extended = [...Object.keys(limits), ...Object.keys(requests)].filter((name) => name.includes('/'));
  return extended
    .filter((name) => name in requests && requests[name] !== null && requests[name] !== limits[name])
    .map((name) => `request and limit of ${name} differ`);
}

function hasTwoValues(variable: JsonObject): boolean {
  return Boolean(variable['value']) && variable['valueFrom'] !== undefined && variable['valueFrom'] !== null;
}

function normalise(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '')
    .join('/');
}

function duplicates(what: string, names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `${what} ${name} twice`,
  );
}

function namesOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((one) => (typeof one['name'] === 'string' ? [one['name']] : []));
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
