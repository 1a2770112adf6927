// All formats by name. Each is loaded only when it is asked for.

import type { CreateFormat } from '../format.js';

export const formats: Readonly<Record<string, () => Promise<CreateFormat>>> = {
  diff: async () => (await import('./diff.js')).createDiff,
  yaml: async () => (await import('./yaml.js')).createYaml,
  patch: async () => (await import('./patch.js')).createPatch,
  json: async () => (await import('./json.js')).createJson,
  summary: async () => (await import('./summary.js')).createSummary,
  github: async () => (await import('./github.js')).createGithub,
  sarif: async () => (await import('./sarif.js')).createSarif,
  junit: async () => (await import('./junit.js')).createJunit,
  markdown: async () => (await import('./markdown.js')).createMarkdown,
};
