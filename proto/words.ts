// The words for the values of enumerations, where people read them: OUTCOME_NOT_YET → not-yet.

/**
 * The word for a value with this prefix. A newer service may have other values, which come as numbers where the contract
 * is older than they: those are "unknown".
 */
export function toWord(value: unknown, prefix: string): string {
  const name = typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : '';
  return name === '' || name === 'UNSPECIFIED' ? 'unknown' : name.toLowerCase().replaceAll('_', '-');
}
