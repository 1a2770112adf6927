// Attacks beside honest load, and the fuzzer; `npm run test:attack`.

// biome-ignore lint/style/noDefaultExport: AVA reads the default export.
export default {
  files: ['build/test/attack/**/*.test.js'],
  // A bound for hanging tests: each has its own, far below.
  timeout: '20m',
  workerThreads: false,
  // Figures are compared with each other: one attack at a time.
  concurrency: 1,
  serial: true,
};
