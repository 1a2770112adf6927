// Parts of Pods that settings alone decide: a variable, a mount, a volume. They are made once and go into every Pod.

/**
 * Freezes a JSON value, through and through. A frozen value can never become another one, so whoever writes many Pods
 * or patches may keep its text.
 */
export function constant<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) constant(member);
  }
  return Object.freeze(value);
}
