// Tests of what is shipped for clusters: each file starts a control plane of its own and installs into it.

// biome-ignore lint/style/noDefaultExport: AVA reads the default export.
export default {
  files: ['build/test/manifests/**/*.test.js'],
  // A bound for hanging tests.
  timeout: '3m',
  workerThreads: false,
  // A control plane is several large processes.
  concurrency: 1,
};
