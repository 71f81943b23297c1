import { expect, test } from 'playwright/test';
import { type SctEvents, smartConnectivityTest } from '../../src/page-api/sct-api.ts';
import type { PrecallEnvironment } from '../../src/precall/run/precall-environment.ts';
import { FINE_CLOCK } from '../precall/harness/hosts.ts';

/** A device without a network, whose browser refuses every server: a run ends at once. */
const OFFLINE: PrecallEnvironment = {
  createWorker: () => {
    throw new Error('No run gets so far');
  },
  createPeerConnection: () => {
    throw new TypeError('Refused');
  },
  rtpDatagrams: false,
  audioFrames: 'clocked',
  host: FINE_CLOCK,
  turnFramingBytes: 4,
  isOnline: () => false,
  now: () => Date.now(),
};
const SERVERS = [{ urls: 'turn:turn.example.org', username: 'u', credential: 'p' }];

const reported: unknown[] = [];
test.beforeEach(() => {
  reported.length = 0;
  Object.assign(globalThis, { reportError: (error: unknown) => reported.push(error) });
});
test.afterEach(() => {
  Reflect.deleteProperty(globalThis, 'reportError');
});

function offline() {
  return smartConnectivityTest({ workerUrl: 'rtp-worker.js', environment: OFFLINE });
}

test('a callback that throws is the page’s mistake: the other callbacks hear the run all the same', async () => {
  const api = offline();
  const mistake = new Error('of the page');
  const event = new Promise<SctEvents['pctConnectionQualityChange']>((resolve) => {
    api.on('preCallTestResults', () => {
      throw mistake;
    });
    api.on('pctConnectionQualityChange', resolve);
    api.on('error', () => reported.push('a run could not be made'));
  });
  api.startPrecallTests(SERVERS, 30);
  expect(await event).toMatchObject({ connectivityCode: 1, summaryCode: 10 });
  api.stopPrecallTests();
  expect(reported).toEqual([mistake]);
});

test('who stops in a callback hears no more of that run', async () => {
  const api = offline();
  const heard: string[] = [];
  const stopped = new Promise<void>((resolve) => {
    api.on('preCallTestResults', () => {
      heard.push('preCallTestResults');
      api.stopPrecallTests();
      setImmediate(resolve);
    });
    api.on('connectionRecommendation', () => heard.push('connectionRecommendation'));
    api.on('pctConnectionQualityChange', () => heard.push('pctConnectionQualityChange'));
  });
  api.startPrecallTests(SERVERS, 30);
  await stopped;
  expect(heard).toEqual(['preCallTestResults']);
});

test('what cannot be used is refused with the name of the argument', () => {
  const api = offline();
  expect(() => api.startPrecallTests(SERVERS, 29)).toThrow(/^interval: .*30/);
  expect(() => api.startPrecallTests([], 30)).toThrow(/^iceServers/);
  expect(() => api.on('pctConnectionQualityChanged' as 'error', () => undefined)).toThrow(/no event/);
});
