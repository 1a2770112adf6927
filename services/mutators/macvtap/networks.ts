// The annotation k8s.v1.cni.cncf.io/networks, as Multus reads it.

/**
 * Reads the names of the attachments, without namespace and interface.
 * @returns undefined if the text is neither of the two formats
 */
export function readNetworkNames(text: string): readonly string[] | undefined {
  // To Multus an empty annotation is none.
  if (text === '') {
    return [];
  }
  return /[[{"]/.test(text) ? readJson(text) : readShortForm(text);
}

function readJson(text: string): readonly string[] | undefined {
  let attachments: unknown;
  try {
    attachments = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(attachments)) {
    return undefined;
  }
  const names = attachments.map((attachment: { name?: unknown } | null) => attachment?.name);
  return names.every((name) => typeof name === 'string') ? names : undefined;
}

// A comma list of [namespace/]name[@interface].
function readShortForm(text: string): readonly string[] | undefined {
  const names: string[] = [];
  for (const entry of text.split(',')) {
    const name = /^\s*(?:[^\s/@]+\/)?([^\s/@]+)(?:@[^\s/@]+)?\s*$/.exec(entry)?.[1];
    if (name === undefined) {
      return undefined;
    }
    names.push(name);
  }
  return names;
}
