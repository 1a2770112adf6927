import type { CopyFormat } from './copy-format.js';
import { feed, quoteWord } from './shell.js';

export const grpcurl: CopyFormat = {
  id: 'grpcurl',
  label: 'grpcurl',
  about: 'The call that your own programs would make.',
  write: ({ question, grpcAddress }) =>
    feed(
      `grpcurl -plaintext -d @ ${quoteWord(grpcAddress)} podmutator.v1.PodMutator/Preview`,
      JSON.stringify(question, null, 2),
    ),
};
