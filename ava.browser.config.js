// The playground in a real browser; `npm run test:browser`.

// biome-ignore lint/style/noDefaultExport: AVA reads the default export.
export default {
  files: ['build/test/browser/**/*.test.js'],
  // A bound for hanging tests.
  timeout: '3m',
  workerThreads: false,
  // A browser is several large processes.
  concurrency: 1,
  serial: true,
};
