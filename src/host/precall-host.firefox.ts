/**
 * Firefox's host of the measurement: the event page itself. Open peer connections do not keep it alive, a call into
 * the parent process does. Same signature as `precall-host.chrome.ts`.
 */
import browser from 'webextension-polyfill';
import { serveWatch } from '../platform/watch-port.ts';
import { createMeasuring } from './measuring.ts';
import type { PrecallHostFactory } from './precall-host.ts';

/** ms; the page is stopped after 30 s without such a call, where the browser is not set otherwise. */
const KEEP_ALIVE_MS = 2_000;

export const precallHost: PrecallHostFactory = ({ onProgress, onReport, onWatchEnd }) => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stayAlive = (): void => {
    timer ??= setInterval(() => browser.runtime.getPlatformInfo(), KEEP_ALIVE_MS);
  };
  const measuring = createMeasuring('/rtp-worker.js', {
    onProgress: (progress) => void onProgress(progress),
    onReport,
    onWatchEnd,
    onIdle() {
      clearInterval(timer);
      timer = undefined;
    },
  });
  serveWatch(measuring.watching.attach);
  return {
    start: async (request) => {
      stayAlive();
      return measuring.start(request);
    },
    abort: async (runId) => measuring.abort(runId),
    measuring: async () => measuring.status().runId,
    watch: async (request) => {
      stayAlive();
      return measuring.watching.start(request);
    },
    watchLeftMs: async () => measuring.watching.leftMs(),
    measureOne: (request) => {
      stayAlive();
      return measuring.measureOne(request);
    },
  };
};
