/** The page of the watch in its states: the background is played by the page itself. */
import type { Page } from 'playwright';
import {
  NOTHING_SEEN,
  type WatchSecond,
  type WatchSummary,
  type WatchUpdate,
} from '../../src/core/watch/watch-report.ts';
import type { ExtensionUnderTest } from './extension.ts';

export const WATCH_PATH = 'watch/watch.html';

const STARTED = Date.UTC(2026, 2, 12, 15, 20);
const FIRST: WatchUpdate = {
  phase: 'connecting',
  startedAt: STARTED,
  ofMs: 300_000,
  silentMs: 0,
  seconds: [],
  summary: NOTHING_SEEN,
};

/** Of a Wi-Fi that stalls for a second a minute. */
function seconds(count: number): WatchSecond[] {
  return Array.from({ length: count }, (_, second) => ({
    second,
    roundTripTimeMs: second % 60 === 37 ? 640 : 42 + 6 * Math.sin(second / 5) + (second % 7),
    lost: second % 60 === 37 || second === 101 ? 1 : 0,
  }));
}

const STALLED: WatchSummary = {
  durationMs: 190_000,
  probesSent: 935,
  probesLost: 4,
  roundTripTime: { medianMs: 43, p95Ms: 61, longestMs: 1243 },
  stalls: [
    { atMs: 37_100, ms: 1200 },
    { atMs: 97_200, ms: 940 },
    { atMs: 157_050, ms: 310 },
  ],
  interruptions: [],
  changes: [],
};
const SERVER = { server: 'Frankfurt', relayProtocol: 'udp', networkType: 'wifi' } as const;
const WATCHING: WatchUpdate = {
  ...FIRST,
  ...SERVER,
  phase: 'watching',
  roundTripTimeMs: 44,
  summary: STALLED,
  seconds: seconds(190),
};
const ENDED = { phase: 'ended', silentMs: 0, bytes: 402_000 } as const;

export const WATCH_STATES = {
  waiting: { ...FIRST, phase: 'waiting' },
  connecting: FIRST,
  watching: WATCHING,
  silent: { ...WATCHING, silentMs: 830 },
  reconnecting: {
    ...WATCHING,
    phase: 'connecting',
    summary: { ...STALLED, interruptions: [{ atMs: 181_000, ms: 9_000 }] },
  },
  ended: { ...WATCHING, ...ENDED, end: 'time', summary: { ...STALLED, durationMs: 300_000 } },
  calm: {
    ...WATCHING,
    ...ENDED,
    end: 'stopped',
    seconds: seconds(36),
    summary: {
      ...STALLED,
      durationMs: 36_000,
      probesSent: 180,
      probesLost: 0,
      stalls: [],
      roundTripTime: { medianMs: 43, p95Ms: 61, longestMs: 80 },
    },
  },
  roamed: {
    ...WATCHING,
    ...ENDED,
    end: 'test',
    summary: {
      ...STALLED,
      interruptions: [{ atMs: 120_000, ms: 14_000 }],
      changes: [
        { atMs: 134_000, kind: 'transport', from: 'udp', to: 'tls' },
        { atMs: 134_000, kind: 'network', from: 'wifi', to: 'cellular' },
        { atMs: 136_000, kind: 'family', from: 'ipv4', to: 'ipv6' },
        { atMs: 150_000, kind: 'pair' },
      ],
    },
  },
  slept: { ...WATCHING, ...ENDED, end: 'slept' },
  unreachable: { ...FIRST, ...ENDED, bytes: 0, end: 'unreachable', reason: 'wrong-credentials' },
} as const satisfies Record<string, WatchUpdate>;

export type WatchStateName = keyof typeof WATCH_STATES;

/** Stopped while it waited, before anything was seen. */
export const STOPPED_EARLY: WatchUpdate = { ...FIRST, ...ENDED, bytes: 0, end: 'stopped' };

/** The page, with a background that answers its first start with this state, and gives the end when it is stopped. */
export async function openWatch(
  extension: ExtensionUnderTest,
  page: Page,
  state: WatchStateName | 'refused',
  end: WatchUpdate = WATCH_STATES.ended,
): Promise<void> {
  const update = state === 'refused' ? null : WATCH_STATES[state];
  await page.addInitScript(playBackground, { update, end });
  await page.goto(`${extension.origin}/${WATCH_PATH}`);
  await page.locator('main').waitFor();
}

/** Stands alone: it runs in the page before the page's own script. */
function playBackground({ update, end }: { update: WatchUpdate | null; end: WatchUpdate }): void {
  if (location.protocol !== 'chrome-extension:') return;
  const listeners: ((message: unknown) => void)[] = [];
  const port = {
    onMessage: {
      addListener(listener: (message: unknown) => void) {
        listeners.push(listener);
        setTimeout(() => listener(update));
      },
    },
    onDisconnect: {
      addListener: (listener: () => void) => addEventListener('portgone', listener),
    },
    postMessage: () => {
      for (const listener of listeners) listener(end);
    },
  };
  const value = update === null ? { refused: 'no-credentials' } : { watchId: 'w' };
  let started = false;
  const sendMessage = () => {
    if (started) return new Promise(() => {});
    started = true;
    return Promise.resolve({ value });
  };
  const played = { connect: () => port, sendMessage };
  for (const api of [chrome, (globalThis as { browser?: typeof chrome }).browser]) {
    if (api !== undefined) Object.assign(api.runtime, played);
  }
}
