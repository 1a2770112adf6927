#!/usr/bin/env node

// The command `webhook-sidecard`.

import { macvtapWebhook } from './commands/macvtap-webhook.js';
import { runCommand } from './flags/command.js';

process.exit(await runCommand(macvtapWebhook, process.argv.slice(2)));
