// KEY=VALUE, as flags and queries give labels and annotations.

const keyPrefix = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\//;
const keyName = /^[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/;
const keyNameMax = 63;

/**
 * Reads texts such as `team=vms`.
 * @throws Error that says what was expected and what came
 */
export function readKeyValues(texts: readonly string[]): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const text of texts) {
    const separator = text.indexOf('=');
    if (separator < 1) {
      throw new Error(`expected KEY=VALUE, found "${text}"`);
    }
    const key = text.slice(0, separator);
    const name = key.replace(keyPrefix, '');
    if (!keyName.test(name) || name.length > keyNameMax) {
      throw new Error(`expected a key such as team or example.com/team, found "${key}"`);
    }
    if (values.has(key)) {
      throw new Error(`expected each key once, found "${key}" more than once`);
    }
    values.set(key, text.slice(separator + 1));
  }
  return Object.fromEntries(values);
}
