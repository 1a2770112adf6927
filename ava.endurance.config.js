// Tests that take their time: `npm run test:endurance`. They need nothing but this checkout.

// biome-ignore lint/style/noDefaultExport: AVA reads the default export.
export default {
  files: ['build/test/endurance/**/*.test.js'],
  // Bounds for hanging tests: the longest silence of a connection is 89 s.
  timeout: '5m',
  workerThreads: false,
};
