import type { CopyFormat } from './copy-format.js';
import { feed, quoteWord } from './shell.js';

export const commandLine: CopyFormat = {
  id: 'command-line',
  label: 'Command line',
  about: 'A difference on a terminal, the changed manifest in a pipe. Replace the manifest with the names of files.',
  write: ({ question, grpcAddress }) => {
    const { namespace, namespaceLabels, namespaceAnnotations, manifest } = question;
    const listPairs = (flag: string, pairs: Readonly<Record<string, string>>): readonly string[] =>
      Object.entries(pairs).map(([key, value]) => `${flag} ${quoteWord(`${key}=${value}`)}`);
    const words = [
      `podmutator preview --server ${quoteWord(grpcAddress)}`,
      `-n ${quoteWord(namespace)}`,
      ...listPairs('--namespace-label', namespaceLabels),
      ...listPairs('--namespace-annotation', namespaceAnnotations),
      '-',
    ];
    return feed(words.join(' '), manifest);
  },
};
