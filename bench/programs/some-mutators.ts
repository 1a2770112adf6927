// `podmutator serve` with another list of mutators: service and adapter put together as the command does it. The first
// argument is the number of mutators; then certificate, key, and file with Namespaces.

import { Registry } from 'prom-client';
import { startAdapter } from '../../adapter/main.js';
import { openNamespaces } from '../../adapter/namespaces/open.js';
import { registerProcessMetrics } from '../../cli/commands/process-metrics.js';
import { createLogger } from '../../runtime/log.js';
import { openKeyPair } from '../../runtime/tls.js';
import { startService } from '../../services/main.js';
import { type MutatorCount, mutatorSets } from '../payload/mutator-sets.js';

const [count, certFile = '', keyFile = '', namespacesFile = ''] = process.argv.slice(2);
const log = createLogger({ level: 'info', name: 'bench' });
const registry = new Registry();
registerProcessMetrics(registry);
const keyPair = await openKeyPair({ certFile, keyFile, listener: 'adapter', registry, log });
const namespaces = await openNamespaces(namespacesFile, { log, registry });
const mutators = mutatorSets[Number(count) as MutatorCount];
const { api } = await startService({ logger: log, registry, mutators });
const { address } = await startAdapter({ address: '127.0.0.1:0', tls: { keyPair }, api, namespaces, registry, log });
log.info({ webhook: address }, 'ready');
process.on('SIGTERM', () => process.exit(0));
