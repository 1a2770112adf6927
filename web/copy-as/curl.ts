import { previewUrl } from '../preview/ask.js';
import type { CopyFormat } from './copy-format.js';
import { feed, quoteWord } from './shell.js';

export const curl: CopyFormat = {
  id: 'curl',
  label: 'curl',
  about: 'The same request over HTTP. The answer is JSON: decisions, patch, difference.',
  write: ({ question }) =>
    feed(
      `curl -sS ${quoteWord(previewUrl)} -H 'content-type: application/json' --data-binary @-`,
      JSON.stringify(question, null, 2),
    ),
};
