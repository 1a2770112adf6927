/**
 * What stays outside of the bundle: the tables of `iconv-lite` and `tr46`, which nobody reads and a bundle would hold in
 * memory, and what only makes certificates.
 */
export const externalPackages = ['iconv-lite', 'node-fetch', '@peculiar/x509', 'reflect-metadata'];
