// The table of all bounds in docs/operating.md, against the code: no number in it is old, and no bound is missing.

import { maxHeaderSize } from 'node:http';
import test from 'ava';
import { adapterFlags, processFlags } from '../../cli/flags/shared-flags.js';
import { mutators } from '../../services/registry.js';
import { readDefaultSettings } from '../../services/settings/settings.js';
import { listNumbers } from './list-numbers.js';
import { readTable } from './read-table.js';

const numbers = listNumbers();

const settings = Object.entries(readDefaultSettings(mutators).limits).map(
  ([name, value]) => [`limits.${name}`, inBaseUnit(name, value)] as const,
);
const flags = Object.entries({ ...adapterFlags, ...processFlags }).flatMap(([name, flag]) =>
  'default' in flag && /^\d/.test(flag.default) ? [[`--${name}`, readAmount(flag.default)] as const] : [],
);
const constants = [...numbers].map(([name, values]) => [name, values.map((value) => inBaseUnit(name, value))] as const);

/** Everything that can stand in the table, with its value: in bytes, milliseconds or pieces. */
const known = new Map<string, number | readonly number[]>([
  ...settings,
  ...flags,
  ...constants,
  ['node:http: maxHeaderSize', maxHeaderSize],
]);

interface Bound {
  readonly what: string;
  readonly amount: number;
  readonly places: readonly string[];
}

const bounds: readonly Bound[] = readTable('Bounds')
  .filter(([what = '']) => !what.startsWith('**'))
  .map(([what = '', amount = '', places = '']) => ({
    what,
    amount: readAmount(amount),
    places: [...places.matchAll(/`([^`]+)`/g)].map(([, place = '']) => place),
  }));

/** Numbers of the sources that bound nothing of what comes from outside, and why. */
const others: Readonly<Record<string, readonly string[]>> = {
  'units, signs and codes': [
    'adapter/http/check-json-request.ts: status',
    'adapter/reviews/failure.ts: byCode.DEADLINE_EXCEEDED.status',
    'adapter/reviews/failure.ts: internal.status',
    'adapter/reviews/failure.ts: overloaded.status',
    'adapter/reviews/failure.ts: refused.status',
    'adapter/reviews/failure.ts: status',
    'adapter/reviews/failure.ts: unavailable.status',
    'adapter/http/go-duration.ts: units.h',
    'adapter/http/go-duration.ts: units.m',
    'adapter/http/go-duration.ts: units.ns',
    'adapter/http/go-duration.ts: units.s',
    'adapter/http/go-duration.ts: units.us',
    'adapter/http/go-duration.ts: units.µs',
    'adapter/http/go-duration.ts: units.μs',
    'adapter/playground/failure.ts: bug.status',
    'adapter/playground/failure.ts: status',
    'adapter/playground/failure.ts: statuses.CANCELLED',
    'adapter/playground/failure.ts: statuses.DEADLINE_EXCEEDED',
    'adapter/playground/failure.ts: statuses.INTERNAL',
    'adapter/playground/failure.ts: statuses.INVALID_ARGUMENT',
    'adapter/playground/failure.ts: statuses.PERMISSION_DENIED',
    'adapter/playground/failure.ts: statuses.RESOURCE_EXHAUSTED',
    'adapter/playground/failure.ts: statuses.UNAUTHENTICATED',
    'adapter/playground/failure.ts: statuses.UNAVAILABLE',
    'adapter/playground/failure.ts: statuses.UNIMPLEMENTED',
    'adapter/playground/failure.ts: statuses.UNKNOWN',
    'adapter/reviews/review-scan.ts: backslash',
    'adapter/reviews/review-scan.ts: closeBrace',
    'adapter/reviews/review-scan.ts: closeBracket',
    'adapter/reviews/review-scan.ts: colon',
    'adapter/reviews/review-scan.ts: comma',
    'adapter/reviews/review-scan.ts: openBrace',
    'adapter/reviews/review-scan.ts: openBracket',
    'adapter/reviews/review-scan.ts: quote',
    'cli/certificates/certificate-folder.ts: mode',
    'cli/certificates/certificates.ts: dayMs',
    'cli/flags/flags.ts: m',
    'cli/flags/flags.ts: s',
    'cli/show/formats/diff.ts: codes.added',
    'cli/show/formats/diff.ts: codes.hunk',
    'cli/show/formats/diff.ts: codes.removed',
    'cli/certificates/renew-certificate.ts: dayMs',
    'runtime/http/server.ts: clientEnds.ERR_HTTP_REQUEST_TIMEOUT.status',
    'runtime/http/server.ts: clientEnds.HPE_CHUNK_EXTENSIONS_OVERFLOW.status',
    'runtime/http/server.ts: clientEnds.HPE_HEADER_OVERFLOW.status',
    'runtime/http/server.ts: clientEnds.HPE_INVALID_EOF_STATE.status',
    'runtime/http/server.ts: notHttp.status',
    'runtime/line-writer.ts: newline',
    'services/wire/listen.ts: socketMode',
    'services/mutators/dragonfly/profiles.ts: restrictedSecurityContext.runAsUser',
    'services/mutators/dragonfly/profiles.ts: seed.proxyPort',
    'services/preview/preview-memory.ts: bytesPerMb',
    'services/preview/document-error.ts: numbers.RESOURCE_EXHAUSTED',
    'services/settings/settings.ts: mebibyte',
    'services/wire/open-call.ts: prefixBytes',
  ],
  'when and how this program does its own work': [
    'adapter/http/body.ts: firstGrowth',
    'adapter/client/channel.ts: baseOptions.grpc.initial_reconnect_backoff_ms',
    'adapter/client/channel.ts: baseOptions.grpc.keepalive_time_ms',
    'adapter/client/channel.ts: baseOptions.grpc.keepalive_timeout_ms',
    'adapter/client/channel.ts: baseOptions.grpc.max_reconnect_backoff_ms',
    'adapter/client/channel.ts: lookupIntervalMs',
    'adapter/client/in-flight.ts: lastNumber',
    'adapter/client/in-flight.ts: places',
    'adapter/http/listener.ts: flushMs',
    'adapter/namespaces/reflector.ts: defaultTiming.graceMs',
    'adapter/namespaces/reflector.ts: defaultTiming.listTimeoutMs',
    'adapter/namespaces/reflector.ts: defaultTiming.maximumPauseMs',
    'adapter/namespaces/reflector.ts: defaultTiming.minimumPauseMs',
    'adapter/namespaces/reflector.ts: defaultTiming.watchMs',
    'adapter/namespaces/reflector.ts: pageSize',
    'adapter/playground/door.ts: earlierMs',
    'adapter/playground/door.ts: retryAfterMs',
    'adapter/playground/failure.ts: retryAfterMs',
    'adapter/playground/report.ts: framesMax',
    'adapter/client/stream.ts: backoffMaxMs',
    'adapter/client/stream.ts: backoffMinMs',
    'adapter/reviews/webhook.ts: earlierMs',
    'cli/certificates/certificates.ts: clockSkewMs',
    // Without flags: it says the defaults of the other commands anew.
    'cli/commands/macvtap-webhook.ts: shutdown.graceMs',
    'cli/commands/macvtap-webhook.ts: shutdown.timeoutMs',
    'cli/inputs/list-sources.ts: pieceLength',
    'cli/inputs/spool.ts: pieceLength',
    'cli/certificates/renew-certificate.ts: renewBeforeDaysMax',
    'runtime/http/server.ts: settings.connectionsCheckingInterval',
    'runtime/http/transfers.ts: checks',
    'runtime/key-pair.ts: attemptMs',
    'runtime/key-pair.ts: attempts',
    'runtime/key-pair.ts: clockSkewMs',
    'runtime/key-pair.ts: intervalMs',
    'runtime/key-pair.ts: retryMs',
    'runtime/line-writer.ts: retryMs.longest',
    'runtime/line-writer.ts: shortBytes',
    'runtime/log.ts: waiting.waitingBytes',
    'runtime/log.ts: waiting.waitingMs',
    'runtime/read-text-file.ts: chunkBytes',
    'runtime/watch-file.ts: intervalMs',
    // Always given by the flag --shutdown-timeout.
    'services/main.ts: forceMs',
    'services/preview/preview-worker.ts: previewDefaults.idleMs',
    'services/preview/preview-worker.ts: itemBytes',
    'services/manifest/read-value.ts: manyMembers',
    'services/rpc/refusals.ts: retryAfterMs',
    'services/wire/stream.ts: itemBytes',
    'services/wire/connection.ts: farewellMs',
    'services/wire/connection.ts: windowBytes',
    'services/wire/connections.ts: lookMs',
    'services/wire/fault-record.ts: forgottenPerMs',
  ],
  'what a longer text is cut to, and layouts': [
    'cli/show/explain/layout.ts: lengthMax',
    'cli/show/explain/layout.ts: width',
    'proto/preview-diff.ts: tagColumnMax',
    'cli/show/formats/summary.ts: lineLength',
    'cli/show/formats/summary.ts: widths.kind',
    'cli/show/formats/summary.ts: widths.name',
    'cli/show/formats/summary.ts: widths.namespace',
    'cli/show/formats/summary.ts: widths.verdict',
    'cli/show/progress.ts: barLength',
    'cli/show/progress.ts: patienceMs',
    'cli/show/progress.ts: stepMs',
    'proto/json.ts: descriptionLength',
    'proto/status-details.ts: descriptionLength',
    'proto/status-details.ts: fieldLength',
    'proto/status-details.ts: valueLength',
    'services/rpc/create-impact.ts: detailLengthMax',
    'services/rpc/create-impact.ts: pathLengthMax',
    'services/lint/linter.ts: messageLengthMax',
    'services/pod/quote.ts: charactersMax',
    'runtime/text/shorten-text.ts: nameLengthMax',
    'services/preview/document-error.ts: messageLengthMax',
    'services/wire/status.ts: detailsLength',
  ],
  'what a text or number means, by rules of Kubernetes, Go or our own': [
    'adapter/http/go-duration.ts: longestMs',
    'runtime/text/key-values.ts: keyNameMax',
    'services/lint/rules/kinds.ts: shortLength',
    'services/lint/rules/metadata-keys.ts: prefixShare',
    'services/rpc/namespace-facts.ts: nameLengthMax',
    'services/pod/json-pointer.ts: knownLength',
    'services/pod/quantity.ts: knownLength',
    'services/pod/violations.ts: annotationBytesMax',
    'services/manifest/may-declare-namespace.ts: spaceMax',
  ],
};

for (const { what, amount, places } of bounds) {
  test(`${what}, ${places[0]}: the table says what the code says`, (t) => {
    t.true(places.length > 0, 'setting, flag or constant is named');
    for (const place of places) t.deepEqual([known.get(place)].flat(), [amount], place);
  });
}

test('every setting of limits, every flag with a number, and every constant is in the table, or known to be no bound', (t) => {
  const told = new Set([...bounds.flatMap(({ places }) => places), ...Object.values(others).flat()]);
  t.deepEqual(
    [...known.keys()].filter((name) => !told.has(name)),
    [],
    'a new number: put it into the table of bounds in docs/operating.md, or below what bounds nothing here',
  );
});

test('what is known to be no bound is there, and not in the table', (t) => {
  const told = new Set(bounds.flatMap(({ places }) => places));
  const listed = Object.values(others).flat();
  t.is(new Set(listed).size, listed.length);
  t.deepEqual(
    listed.filter((name) => !numbers.has(name) || told.has(name)),
    [],
  );
});

function inBaseUnit(name: string, value: number): number {
  const factor = /Mb$/.test(name) ? 2 ** 20 : /Seconds$/.test(name) ? 1000 : 1;
  return value * factor;
}

/** Reads an amount as the table and the flags write it: "1,000", "1/8", "10 %", "7 MiB", "5 s", "5s". */
function readAmount(text: string): number {
  const units = { '': 1, '%': 1 / 100, KiB: 2 ** 10, MiB: 2 ** 20, ms: 1, s: 1000, min: 60_000 } as const;
  const [, whole = '', divisor = '1', unit = ''] = /^([\d,]+)(?:\/(\d+))? ?([%A-Za-z]*)$/.exec(text) ?? [];
  if (whole === '' || !(unit in units)) throw new Error(`expected an amount such as "7 MiB", found "${text}"`);
  return (Number(whole.replaceAll(',', '')) / Number(divisor)) * units[unit as keyof typeof units];
}
