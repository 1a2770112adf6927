// Which tests run: those that need nothing but this checkout and little time, or the tier that TEST_TIER names, which is a
// folder of test/. `npm run test:<tier>` sets it.

// A bound for hanging tests; each test has its own, far below.
const tiers = {
  // Attacks beside honest load, and the fuzzer. Figures are compared with each other: one attack at a time.
  attack: { timeout: '20m', concurrency: 1, serial: true },
  // The playground in a real browser, which is several large processes.
  browser: { timeout: '3m', concurrency: 1, serial: true },
  // Callers in other languages, each built with its tools: compiling gRPC for Go takes minutes on a small machine.
  clients: { timeout: '10m' },
  // A real control plane, which test/cluster/run.ts starts and hands over. A CronJob takes a minute to fire.
  cluster: { timeout: '3m' },
  // The image and docker-compose.yml on a real engine: an image is built.
  container: { timeout: '10m' },
  // Tests that take their time: the longest silence of a connection is 89 s.
  endurance: { timeout: '5m' },
  // What is shipped for clusters. Each file starts a control plane, which is several large processes, and installs into it.
  manifests: { timeout: '3m', concurrency: 1 },
};

const tier = process.env.TEST_TIER;
if (tier && !Object.hasOwn(tiers, tier)) {
  throw new Error(`TEST_TIER: expected one of ${Object.keys(tiers).join(', ')}, found "${tier}"`);
}

// biome-ignore lint/style/noDefaultExport: AVA reads the default export.
export default {
  workerThreads: false,
  ...(tier
    ? { files: [`build/test/${tier}/**/*.test.js`], ...tiers[tier] }
    : {
        files: ['build/test/**/*.test.js', ...Object.keys(tiers).map((name) => `!build/test/${name}/**`)],
        timeout: '3m',
      }),
};
