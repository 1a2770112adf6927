// Which of the newer fields of requests this service honours.

import { complete, type NewField, newFields } from '../../proto/capabilities.js';

/** Fields that are declared and have no effect yet: to set one is an error. */
const withoutEffect: ReadonlySet<NewField> = new Set(['PreviewRequest.template_paths']);

/** As GetServerInfo tells them. */
export const capabilities: readonly string[] = [...newFields.filter((field) => !withoutEffect.has(field)), complete];
