/** Chrome's measuring document. It has `chrome.runtime` only: a request carries all it needs. */
import { createMeasuring } from '../host/measuring.ts';
import { inTime } from '../platform/in-time.ts';
import { callers, serve } from '../platform/messages.ts';
import { serveWatch } from '../platform/watch-port.ts';

/** ms between attempts to hand over a report or what was used; the message wakes the worker, which may be going down just now. */
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
  onReport: (report) => deliver(() => background.runReport(report)),
  onWatchEnd: (bytes) => deliver(() => background.watchEnded(bytes)),
  onIdle() {
    setTimeout(() => {
      if (measuring.status().idle) window.close();
    }, CLOSE_AFTER_MS);
  },
});

serve('host', {
  measure: (request) => measuring.start(request),
  abort: (runId) => measuring.abort(runId),
  hostStatus: () => ({ ...measuring.status(), watchLeftMs: measuring.watching.leftMs() }),
  measureOne: (request) => measuring.measureOne(request),
  watch: (request) => measuring.watching.start(request),
});
serveWatch(measuring.watching.attach);

async function deliver(handOver: () => Promise<unknown>): Promise<void> {
  for (const delay of [...RETRY_MS, 0]) {
    try {
      await inTime(TAKE_MS, 'The background', handOver());
      return;
    } catch (error) {
      if (delay === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}
