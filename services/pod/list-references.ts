// The variables that a text of a container uses, as Kubernetes replaces them: `$(NAME)`, and `$$` is an escaped dollar
// sign, so `$$(NAME)` uses nothing and `$$$(NAME)` does.

const reference = /\$(?:\$|\((\w+)\))/g;

/** The names, in the order of the text. */
export function listReferences(text: string): readonly string[] {
  const names: string[] = [];
  for (const [, name] of text.matchAll(reference)) {
    if (name !== undefined) names.push(name);
  }
  return names;
}
