/**
 * `--watch`: the watch of the extension as JSON lines, one a second, and what it comes to as the last one. The functions that are
 * called inside a page of the extension stand alone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { watchExport, withNews } from '../../src/core/watch/watch-export.ts';
import type { WatchSecond, WatchUpdate } from '../../src/core/watch/watch-report.ts';
import { hasSeen } from '../../src/core/watch/watch-words.ts';
import { watchSummaryEnglish } from '../../src/english/watch-summary.ts';
import type { ExtensionBrowser } from '../extension-browser.ts';

export interface WatchLines {
  /** Resolves when the watch is over. */
  follow(browser: ExtensionBrowser): Promise<void>;
  /** Ends it, and prints what it has come to. */
  stop(browser: ExtensionBrowser): Promise<void>;
}

/** ms that a browser which was interrupted as well may take to end the watch itself. */
const LAST_WORD_MS = 2_000;

export function createWatchLines(seconds: number, print: (line: object) => void): WatchLines {
  let seen: readonly WatchSecond[] = [];
  let latest: WatchUpdate | undefined;
  let isOver = false;
  let following: Promise<void> = Promise.resolve();

  function take(update: WatchUpdate): void {
    seen = withNews(seen, update.seconds);
    latest = update;
    if (update.end === undefined) {
      if (update.phase === 'watching') print(lineOf(update));
      return;
    }
    isOver = true;
    const text = hasSeen(update) ? { text: watchSummaryEnglish(update.summary) } : {};
    print({ watch: 'ended', ...text, ...watchExport(update, seen) });
    if (update.end === 'unreachable' || update.end === 'failed') {
      throw new Error(`The line could not be watched: ${update.reason ?? update.end}.`);
    }
  }

  async function follow(browser: ExtensionBrowser): Promise<void> {
    await browser.call(beginInPage, { seconds });
    while (!isOver) {
      for (const update of await browser.call(newsInPage, null)) if (!isOver) take(update);
    }
  }

  return {
    follow(browser) {
      following = follow(browser);
      return following;
    },
    async stop(browser) {
      const ended = browser.call(stopInPage, null).then(() => following);
      // Nobody reads, or the browser got the same signal: what is known here is the last word.
      await Promise.race([ended.catch(() => undefined), sleep(LAST_WORD_MS, undefined, { ref: false })]);
      if (!isOver && latest !== undefined) take({ ...latest, seconds: [], end: 'stopped' });
    },
  };
}

function lineOf({ summary, roundTripTimeMs, silentMs, server, relayProtocol }: WatchUpdate): object {
  const { durationMs, probesSent, probesLost, stalls, interruptions, changes } = summary;
  return {
    watch: 'watching',
    second: Math.floor(durationMs / 1000),
    server,
    relayProtocol,
    ...(roundTripTimeMs === undefined ? {} : { roundTripTimeMs }),
    silentMs,
    stalls: stalls.length,
    longestStallMs: Math.max(0, ...stalls.map(({ ms }) => ms)),
    probesSent,
    probesLost,
    interruptions: interruptions.length,
    changes: changes.length,
  };
}

/** What the page keeps between two calls. */
interface InPage {
  precallWatch?: { port: chrome.runtime.Port; news: WatchUpdate[]; gone: boolean; wake: () => void };
}

async function beginInPage({ seconds }: { seconds: number }): Promise<void> {
  const reply = await chrome.runtime.sendMessage({
    target: 'background',
    name: 'startWatch',
    argument: { seconds },
  });
  const why = reply?.error ?? reply?.value?.refused ?? (reply ? undefined : 'nobody answered');
  if (why !== undefined) throw new Error(`The extension did not start to watch: ${why}`);
  const port = chrome.runtime.connect({ name: `watch ${reply.value.watchId}` });
  const held = { port, news: [] as WatchUpdate[], gone: false, wake: () => {} };
  (globalThis as InPage).precallWatch = held;
  port.onMessage.addListener((update: WatchUpdate) => {
    held.news.push(update);
    held.wake();
  });
  port.onDisconnect.addListener(() => {
    held.gone = true;
    held.wake();
  });
}

/** What has come since the call before; waits for it. */
async function newsInPage(): Promise<WatchUpdate[]> {
  const held = (globalThis as InPage).precallWatch;
  if (held === undefined) throw new Error('Nothing is being watched');
  while (held.news.length === 0) {
    if (held.gone) throw new Error('The browser ended the watch');
    await new Promise<void>((resolve) => {
      held.wake = resolve;
    });
  }
  return held.news.splice(0);
}

function stopInPage(): void {
  (globalThis as InPage).precallWatch?.port.postMessage('stop');
}
