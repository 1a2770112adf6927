#!/usr/bin/env node
// The command `webhook-sidecard`.

import { runCommand } from './command.js';
import { macvtapWebhook } from './macvtap-webhook.js';

process.exit(await runCommand(macvtapWebhook, process.argv.slice(2)));
