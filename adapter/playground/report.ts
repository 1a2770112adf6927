// One log line and the counts for each preview. Nothing of the manifest is in either, nor of what the service said
// about it: messages quote what they are about.

import type { Logger } from 'pino';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { PodMutatorError } from '../../proto/errors.js';
import type { PreviewFailure } from './failure.js';

export interface PreviewReport {
  /** A preview came on this path; what becomes of it is noted on the result. */
  begin(path: string): PreviewNote;
}

export interface PreviewNote {
  answered(sizes: { readonly requestBytes: number; readonly answerBytes: number }): void;
  failed(error: unknown, failure: PreviewFailure): void;
}

const framesMax = 8;

/** Registers the metrics of the playground. */
export function createPreviewReport({
  registry,
  log,
}: {
  readonly registry: Registry;
  readonly log: Logger;
}): PreviewReport {
  const registers = [registry];
  const previews = new Counter({
    name: 'podmutator_previews_total',
    help: 'Previews over HTTP by status; 499 means that the client went away.',
    labelNames: ['code'],
    registers,
  });
  const duration = new Histogram({
    name: 'podmutator_preview_duration_seconds',
    help: 'Time from the head of a preview over HTTP to its answer.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const inFlight = new Gauge({
    name: 'podmutator_previews_in_flight',
    help: 'Previews over HTTP that are being answered.',
    registers,
  });
  return {
    begin(path) {
      const started = performance.now();
      inFlight.inc();
      const end = (status: number): object => {
        const durationMs = performance.now() - started;
        inFlight.dec();
        previews.inc({ code: status });
        duration.observe(durationMs / 1000);
        return { path, status, durationMs: Math.round(durationMs * 1000) / 1000 };
      };
      return {
        answered(sizes) {
          log.info({ ...end(200), ...sizes }, 'preview');
        },
        failed(error, failure) {
          const { status } = failure;
          const { code, reason } = failure.error.details;
          const line = { ...end(status), code, reason, ...explain(error, failure) };
          if (status >= 500) {
            log.error(line, 'no preview');
            return;
          }
          log.warn(line, 'no preview');
        },
      };
    },
  };
}

/** What an operator needs beside the code: what the transport said, or where a bug is. */
function explain(error: unknown, { isBug }: PreviewFailure): object {
  if (error instanceof PodMutatorError && error.details.reason === 'TRANSPORT') {
    return { detail: error.message };
  }
  if (!isBug || !(error instanceof Error)) {
    return {};
  }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { bug: error.name, at: frames.slice(0, framesMax).map((line) => line.trim()) };
}
