// References $(NAME) in environment, command and arguments that Kubernetes leaves as they are.
//
// Only names in capitals are looked at: $(hostname) in a shell script is a command, and meant to stay. Containers with
// envFrom are left alone: what their variables are called stands in another object.

import { listReferences } from '../../pod/list-references.js';
import type { Container, ContainerList } from '../../pod/pod.js';
import type { Problem, Rule, Subject } from './rule.js';

const lists: readonly ContainerList[] = ['initContainers', 'containers'];
const inCapitals = /^[A-Z_][A-Z0-9_]*$/;
// Kubernetes sets these for every Service of the namespace.
const serviceVariable = /_SERVICE_HOST$|_SERVICE_PORT(?:_.|$)|_PORT(?:_\d+_.|$)/;

export const variableUnresolved: Rule = {
  code: 'VARIABLE_UNRESOLVED',
  severity: 'warning',
  title: 'A $(VARIABLE) will not be replaced',
  about:
    'Kubernetes replaces $(NAME) in a variable only by variables that stand earlier in the same list, and in command and args by those of the container. What it cannot replace stays as text. The Pod after all changes is what counts.',
  example: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example/web:1
      env:
        - name: ADDRESS
          value: http://$(WEB_HOST):8080
        - name: WEB_HOST
          value: web.example
`,
  find: (subject) => {
    const { evaluation } = subject.reviewed ?? {};
    const pod = evaluation?.after ?? evaluation?.before;
    return lists.flatMap((list) =>
      (pod?.spec[list] ?? []).flatMap((container) => {
        const index = (evaluation?.before?.spec[list] ?? []).findIndex(({ name }) => name === container.name);
        return index < 0 || (container.envFrom ?? []).length > 0
          ? []
          : checkContainer(subject, container, [list, String(index)]);
      }),
    );
  },
};

function checkContainer(subject: Subject, container: Container, place: readonly string[]): readonly Problem[] {
  const env = container.env ?? [];
  const report = (name: string, inside: readonly string[], why: string): Problem => ({
    members: [...subject.object.path, ...(subject.reviewed?.source.path ?? []), 'spec', ...place, ...inside],
    mutators: [],
    message: `container "${container.name}": $(${name}) is not replaced, ${why}`,
    suggestion: `Define ${name} earlier, or write $$(${name}) if the text is meant.`,
  });
  const all = new Set(env.map(({ name }) => name));
  const warnedAbout = new Set(subject.reviewed?.evaluation.warnings.map(({ path }) => path));
  const earlier = new Set<string>();
  const inEnv = env.flatMap(({ name: own, value }, index) => {
    const isWarnedAbout = warnedAbout.has(`/spec/${place.join('/')}/env/${index}`);
    const names = isWarnedAbout ? [] : listUndefined(value, earlier);
    earlier.add(own);
    return names.map((name) =>
      report(name, ['env', String(index), 'value'], all.has(name) ? 'it is defined later' : 'it is not defined'),
    );
  });
  const inWords = (['command', 'args'] as const).flatMap((field) =>
    readWords(container[field]).flatMap((word, index) =>
      listUndefined(word, all).map((name) => report(name, [field, String(index)], 'it is not defined')),
    ),
  );
  return [...inEnv, ...inWords];
}

function listUndefined(text: unknown, defined: ReadonlySet<string>): readonly string[] {
  const names = typeof text === 'string' ? listReferences(text) : [];
  return [...new Set(names)].filter(
    (name) => inCapitals.test(name) && !defined.has(name) && !serviceVariable.test(name),
  );
}

// Nobody checked the shape of these.
function readWords(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
