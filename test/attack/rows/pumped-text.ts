// Texts on which an expression that can match the same characters in two ways would think for minutes: in the query, in
// headers, and in the path.

import type { Attack } from '../attack.js';
import { createPoster, openPlain, openTls, writeRequest } from '../raw-http.js';
import { repeat } from '../repeat.js';

const pumped: readonly string[] = [
  `${'1111111111111111111s'.repeat(8)}x`,
  `${'1'.repeat(3000)}x`,
  `${'1.'.repeat(1500)}s`,
  `${'1h'.repeat(1500)}!`,
  `${'.1ms'.repeat(800)}%`,
  `${'%20'.repeat(1000)}s`,
  `-${'9'.repeat(400)}.${'9'.repeat(400)}h`,
];

const contentTypes: readonly string[] = [
  `application/json;${' '.repeat(3000)}x`,
  `application/json${';charset=utf-8'.repeat(300)}"`,
  `${'application/'.repeat(300)}json`,
];

function writeRequests(paths: readonly string[], body: string): readonly Buffer[] {
  return [
    ...paths.flatMap((path) => pumped.map((text) => writeRequest(`${path}?timeout=${text}`, body))),
    ...paths.flatMap((path) => contentTypes.map((type) => writeRequest(path, body, { 'Content-Type': type }))),
  ];
}

export const pumpedReviews: Attack = {
  name: 'pumped texts to /mutate',
  victim: 'pair',
  answers: ['400', '404', '415'],
  prepare(target) {
    const paths = ['/mutate', '/mutate/macvtap', '/mutate--v1-pod'];
    const requests = [
      ...writeRequests(paths, '{}'),
      writeRequest(`/mutate/${'a-'.repeat(1500)}`, '{}'),
      writeRequest(`/mutate/${'%2e'.repeat(1500)}`, '{}'),
    ];
    const post = createPoster(() => openTls(target));
    return (tally, signal) =>
      repeat({ signal, atOnce: 4, pauseMs: 10 }, async (number) =>
        tally.count(await post(requests[number % requests.length] as Buffer)),
      );
  },
};

export const pumpedPreviews: Attack = {
  name: 'pumped texts to /preview',
  victim: 'page',
  answers: ['400', '403', '415'],
  prepare(target) {
    const requests = [
      ...writeRequests(['/preview'], '{'),
      writeRequest('/preview', '{', { Origin: `http://${'a.'.repeat(1500)}` }),
      writeRequest('/preview', '{', { Host: `${'1.'.repeat(1500)}localhost` }),
    ];
    const post = createPoster(() => openPlain(target.playground));
    return (tally, signal) =>
      repeat({ signal, atOnce: 4, pauseMs: 10 }, async (number) =>
        tally.count(await post(requests[number % requests.length] as Buffer)),
      );
  },
};
