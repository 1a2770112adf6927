// What the changes mean for those who run the Pod.

import { element } from '../element.js';
import type { Gain, Impact } from '../preview/response.js';

const qosNames: Readonly<Record<string, string>> = {
  'best-effort': 'BestEffort',
  burstable: 'Burstable',
  guaranteed: 'Guaranteed',
};
// From what allows least to what allows most.
const levels: readonly string[] = ['restricted', 'baseline', 'privileged'];

/** Whether the Pod satisfies a lower level of Pod Security than before. */
export function isWider({ podSecurityBefore, podSecurityAfter }: Impact): boolean {
  return levels.indexOf(podSecurityAfter) > levels.indexOf(podSecurityBefore);
}

export function createImpactView(impact: Impact): HTMLElement {
  const { podSecurityBefore, podSecurityAfter, imagesAdded, requestsChanged, privilegesGained } = impact;
  const name = (qos: string): string => qosNames[qos] ?? qos;
  return element(
    'dl',
    { class: 'impact' },
    ...createEntry(
      'Pod Security',
      showChange(podSecurityBefore, podSecurityAfter, isWider(impact)),
      createBreaches(impact),
    ),
    ...createEntry(
      'QoS class',
      showChange(name(impact.qosBefore), name(impact.qosAfter), impact.qosBefore !== impact.qosAfter),
    ),
    ...(requestsChanged.length > 0
      ? createEntry(
          'Requests',
          ...requestsChanged.map(({ resource, before, after }) => showRequest(resource, before, after)),
        )
      : []),
    ...createEntry(
      'Images added',
      ...(imagesAdded.length > 0
        ? imagesAdded.map((image) => element('div', {}, element('code', {}, image)))
        : [quiet('none')]),
    ),
    ...createEntry('Privileges gained', privilegesGained.length > 0 ? createGains(privilegesGained) : quiet('none')),
  );
}

function createEntry(term: string, ...values: readonly (HTMLElement | undefined)[]): readonly HTMLElement[] {
  return [element('dt', {}, term), element('dd', {}, ...values)];
}

const quiet = (text: string): HTMLElement => element('span', { class: 'quiet' }, text);

function showChange(before: string, after: string, isAlarming: boolean): HTMLElement {
  if (before === after) return element('div', {}, before, quiet(', as before'));
  return element(
    'div',
    {},
    element('span', {}, before),
    element('span', { 'aria-hidden': 'true', class: 'arrow' }, ' → '),
    element('span', { class: 'visually-hidden' }, ' becomes '),
    element('strong', { class: isAlarming ? 'alarming' : '' }, after),
  );
}

function showRequest(resource: string, before: string, after: string): HTMLElement {
  return element('div', {}, `${resource} `, element('code', {}, before), ' → ', element('code', {}, after));
}

// One line for each check: a Pod of ten containers breaks the same ones ten times.
function createBreaches({ newBreaches }: Impact): HTMLElement | undefined {
  const checks = [...new Set(newBreaches.map(({ check }) => check))];
  if (checks.length === 0) return undefined;
  return element(
    'ul',
    { class: 'breaches' },
    ...checks.map((check) => {
      const own = newBreaches.filter((breach) => breach.check === check);
      const details = [...new Set(own.map(({ detail }) => detail))].join('; ');
      const containers = [...new Set(own.map(({ container }) => container))].filter(Boolean).join(', ');
      return element(
        'li',
        {},
        'newly breaks ',
        element('code', {}, check),
        `: ${details}${containers === '' ? '' : ` (${containers})`}`,
      );
    }),
  );
}

// Each mutator gives rights for a reason of its own, so need is told apart by mutator.
function createGains(gains: readonly Gain[]): HTMLElement {
  const groups = new Map<string, Gain[]>();
  for (const gain of gains) {
    const key = `${gain.container} from ${gain.mutator}`;
    groups.set(key, [...(groups.get(key) ?? []), gain]);
  }
  return element(
    'ul',
    { class: 'gains' },
    ...[...groups.values()].map((own) => {
      const [{ container = '', mutator = '', needed = undefined } = {}] = own;
      return element(
        'li',
        {},
        element('code', {}, container),
        quiet(` from ${mutator}: `),
        own.map(({ privilege }) => privilege).join(', '),
        needed === false && element('span', { class: 'alarming' }, ' – not needed here'),
      );
    }),
  );
}
