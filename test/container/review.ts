// A review from outside of the containers, as a developer posts it with curl.

import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { projectRoot } from '../kit/project.js';

/** Posts the example review to the published port; rejects if the answer is no 200. */
export async function postReview(ca: string): Promise<unknown> {
  const body = await readFile(join(projectRoot, 'examples/review-dragonfly.json'));
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', ca, agent: false, headers: { 'content-type': 'application/json' } };
    const sent = request('https://localhost:8443/mutate', options, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      if (response.statusCode !== 200) return reject(new Error(`${response.statusCode} ${text}`));
      resolve(JSON.parse(text));
    });
    sent.on('error', reject).end(body);
  });
}
