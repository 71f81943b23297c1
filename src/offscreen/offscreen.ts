/** Chrome's measuring document. It has `chrome.runtime` only: a request carries all it needs. */
import type { RunReport } from '../core/report/run-report.ts';
import { createMeasuring } from '../host/measuring.ts';
import { inTime } from '../platform/in-time.ts';
import { callers, serve } from '../platform/messages.ts';

/** ms between attempts to hand over a report; the message wakes the worker, which may be going down just now. */
const RETRY_MS = [250, 1000, 4000];
/** ms; the background has a bound of its own for what it does with a report, and others may be before it. */
const TAKE_MS = 150_000;
/** ms without work after which the document closes itself: the last reply must have left. */
const CLOSE_AFTER_MS = 500;

const background = callers('background');
const measuring = createMeasuring('/rtp-worker.js', {
  onProgress(progress) {
    background
      .runProgress(progress)
      .catch((error: unknown) => console.warn('Precall: progress not taken', error));
  },
  onReport: deliver,
  onIdle() {
    setTimeout(() => {
      if (measuring.status().idle) window.close();
    }, CLOSE_AFTER_MS);
  },
});

serve('host', {
  measure: (request) => measuring.start(request),
  abort: (runId) => measuring.abort(runId),
  hostStatus: () => measuring.status(),
  measureOne: (request) => measuring.measureOne(request),
});

async function deliver(report: RunReport): Promise<void> {
  for (const delay of [...RETRY_MS, 0]) {
    try {
      await inTime(TAKE_MS, 'The background', background.runReport(report));
      return;
    } catch (error) {
      if (delay === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}
