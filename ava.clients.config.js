// Callers in other languages, each built with its own tools; `npm run test:clients`.

// biome-ignore lint/style/noDefaultExport: AVA reads the default export.
export default {
  files: ['build/test/clients/**/*.test.js'],
  // Bounds for hanging tests: compiling gRPC for Go takes minutes on a small machine.
  timeout: '10m',
  workerThreads: false,
};
