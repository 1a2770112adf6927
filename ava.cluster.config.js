// Tests against a real control plane; `npm run test:cluster` starts it and hands it over.

// biome-ignore lint/style/noDefaultExport: AVA reads the default export.
export default {
  files: ['build/test/cluster/**/*.test.js'],
  // Bounds for hanging tests: a CronJob takes a minute to fire.
  timeout: '3m',
  workerThreads: false,
};
