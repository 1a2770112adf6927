// Recognises what KRM functions read, by its text alone: every preview asks, and a YAML library would be slow to load.

/** Tells whether a document is a ResourceList. */
export function isResourceList(text: string): boolean {
  return text.includes('config.kubernetes.io/') && /\bkind["']?\s*:\s*["']?ResourceList\b/.test(text);
}
