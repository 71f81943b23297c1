/** How a watch ends that never comes up, with a browser and a clock that the test plays. */
import { mock } from 'node:test';
import { expect, test } from 'playwright/test';
import type { WatchRequest, WatchUpdate } from '../../../src/core/watch/watch-report.ts';
import { type PrecallEnvironment, WebRtcOff } from '../../../src/precall/run/precall-environment.ts';
import { watchLine } from '../../../src/precall/run/watch-line.ts';

test.beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  // Node's own takes whole ms only, and keeps real time.
  mock.method(AbortSignal, 'timeout', (ms: number) => {
    const over = new AbortController();
    setTimeout(() => over.abort(), ms);
    return over.signal;
  });
});
test.afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

const relay = (url: string): WatchRequest['relays'][number] => ({
  label: 'A',
  url,
  relayProtocol: 'udp',
  username: 'u',
  credential: 'c',
});
const ONE = [relay('turn:one.example')];

/** Its server answers with this error; undefined: with nothing. */
class PlayedEnd extends EventTarget {
  readonly connectionState = 'new';
  iceGatheringState = 'new';
  readonly #url: string;
  readonly #errorCode: number | undefined;

  constructor(url: string, errorCode: number | undefined) {
    super();
    this.#url = url;
    this.#errorCode = errorCode;
  }

  createDataChannel(): EventTarget {
    return new EventTarget();
  }

  setLocalDescription(): Promise<void> {
    if (this.#errorCode === undefined) return new Promise(() => undefined);
    this.#gathers('gathering');
    const facts = { url: this.#url, errorCode: this.#errorCode, errorText: '' };
    this.dispatchEvent(Object.assign(new Event('icecandidateerror'), facts));
    this.#gathers('complete');
    return Promise.resolve();
  }

  close(): void {}

  #gathers(state: string): void {
    this.iceGatheringState = state;
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }
}

interface Played {
  /** What is thrown at each URL, or the error that its server answers with. */
  readonly answers: (url: string) => number | Error | undefined;
  /** ms that the clock has leapt ahead when it is looked at next. */
  readonly leapMs?: number;
}

async function watch(relays: WatchRequest['relays'], { answers, leapMs = 0 }: Played) {
  const asked: string[] = [];
  let now = 1_700_000_000_000;
  const environment = {
    rtpDatagrams: false,
    turnFramingBytes: 4,
    isOnline: () => true,
    now: () => now,
    createPeerConnection({ iceServers }: RTCConfiguration) {
      const url = String(iceServers?.[0]?.urls);
      const answer = answers(url);
      asked.push(url);
      if (answer instanceof Error) throw answer;
      return new PlayedEnd(url, answer);
    },
  } as unknown as PrecallEnvironment;
  let last: WatchUpdate | undefined;
  const request = { watchId: 'w', ms: 60_000, relays };
  const ended = watchLine(request, environment, {
    signal: new AbortController().signal,
    onUpdate: () => {
      now += leapMs;
    },
  }).then((update) => {
    last = update;
  });
  while (last === undefined) {
    await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(500);
  }
  await ended;
  return { asked, last };
}

test('credentials that are refused are named, after one try', async () => {
  const { asked, last } = await watch(ONE, { answers: () => 401 });
  expect(last).toMatchObject({ phase: 'ended', end: 'unreachable', reason: 'wrong-credentials', bytes: 0 });
  // Both ends of one loop.
  expect(asked).toHaveLength(2);
});

test('a server without room is tried three times: what a test has just given back may still count', async () => {
  const { asked, last } = await watch(ONE, { answers: () => 486 });
  expect(last).toMatchObject({ end: 'unreachable', reason: 'no-capacity' });
  expect(asked).toHaveLength(6);
});

test('without WebRTC that is the reason', async () => {
  const { last } = await watch(ONE, { answers: () => new WebRtcOff() });
  expect(last).toMatchObject({ end: 'unreachable', reason: 'webrtc-off' });
});

test('what nobody expected at one URL leaves the others theirs', async () => {
  const relays = [relay('turn:one.example'), relay('turn:two.example')];
  const { asked, last } = await watch(relays, {
    answers: (url) => (url === 'turn:one.example' ? new Error('no') : 401),
  });
  expect(asked).toEqual(['turn:one.example', 'turn:two.example', 'turn:two.example']);
  expect(last).toMatchObject({ end: 'unreachable', reason: 'test-failed' });
});

test('where there is nothing to try it has not run its time', async () => {
  const { last } = await watch([], { answers: () => undefined });
  expect(last).toMatchObject({ end: 'unreachable', reason: 'no-credentials' });
});

test('a device that sleeps meanwhile ends it', async () => {
  const { last } = await watch(ONE, { answers: () => undefined, leapMs: 3_600_000 });
  expect(last).toMatchObject({ phase: 'ended', end: 'slept' });
  expect(last).not.toHaveProperty('reason');
});
