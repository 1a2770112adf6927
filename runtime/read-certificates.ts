// The certificates of a PEM file with several, such as a CA bundle.

import { X509Certificate } from 'node:crypto';

const begin = '-----BEGIN CERTIFICATE-----';
const end = '-----END CERTIFICATE-----';

/**
 * Reads all certificates of a PEM text; other text between them is skipped.
 * @throws Error if one of them cannot be read
 */
export function readCertificates(pem: string): readonly X509Certificate[] {
  return pem
    .split(begin)
    .slice(1)
    .map((rest) => rest.split(end))
    .filter(({ length }) => length > 1)
    .map(([block]) => new X509Certificate(`${begin}${block}${end}`));
}
