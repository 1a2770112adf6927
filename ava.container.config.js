// Tests of the image and of docker-compose.yml on a real engine.

// biome-ignore lint/style/noDefaultExport: AVA reads the default export.
export default {
  files: ['build/test/container/**/*.test.js'],
  // Bounds for hanging tests: an image is built.
  timeout: '10m',
  workerThreads: false,
};
