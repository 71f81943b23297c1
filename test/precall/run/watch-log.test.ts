import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'playwright/test';
import * as v from 'valibot';
import { watchUpdateSchema } from '../../../src/core/watch/watch-report.ts';
import type { SeenPackets } from '../../../src/precall/link/seen-packets.ts';
import { WatchLog } from '../../../src/precall/run/watch-log.ts';

const EPOCH = 1_700_000_000_000;

/** One second of probes from `second` on, each back after 40 ms; numbered on from those before. */
function second(second: number): SeenPackets {
  const places = [0, 1, 2, 3, 4];
  const sentMs = (i: number) => 7_000 + second * 1_000 + i * 200;
  return {
    sent: places.map((i) => ({ kind: 'probe', group: 0, bytes: 8, sentMs: sentMs(i) })),
    arrivals: places.map((i) => ({ seq: second * 5 + i, receivedMs: sentMs(i) + 40 })),
    stalls: [],
    nowMs: 7_000 + (second + 1) * 1_000,
  };
}

test('its time begins with the first probe, and an update tells what is new', () => {
  const log = new WatchLog(300_000, () => EPOCH);
  expect(log.update()).toMatchObject({ phase: 'waiting', startedAt: EPOCH, seconds: [] });
  expect(log.leftMs).toBe(undefined);
  log.connecting();
  expect(log.update().phase).toBe('connecting');
  log.connected({ server: 'A', transport: 'udp', network: 'wifi' });
  log.take(second(0));
  const first = log.update();
  expect(first).toMatchObject({
    phase: 'watching',
    startedAt: EPOCH - 1_000,
    server: 'A',
    relayProtocol: 'udp',
    networkType: 'wifi',
    roundTripTimeMs: 40,
    seconds: [{ second: 0, roundTripTimeMs: 40, lost: 0 }],
    summary: { durationMs: 1_000, probesSent: 5, probesLost: 0 },
  });
  log.take(second(1));
  expect(log.update().seconds).toEqual([{ second: 1, roundTripTimeMs: 40, lost: 0 }]);
  expect(log.update(true).seconds).toHaveLength(2);
  expect(log.leftMs).toBeLessThanOrEqual(298_000);
  expect(log.leftMs).toBeGreaterThan(297_000);
});

test('addresses stay in it: what is told names the change alone', () => {
  const log = new WatchLog(300_000, () => EPOCH);
  log.connected({ server: 'A', transport: 'udp', hostAddress: '192.0.2.1' });
  log.take(second(0));
  log.pathIs({ hostAddress: '192.0.2.9' });
  const told = log.update();
  expect(told.summary.changes).toEqual([{ atMs: expect.any(Number), kind: 'network' }]);
  expect(JSON.stringify(told)).not.toContain('192.0.2');
});

test('a loop that is lost is an interruption until the next one brings something; then the end', () => {
  const log = new WatchLog(300_000, () => EPOCH);
  log.connected({ server: 'A', transport: 'udp' });
  log.take(second(0));
  log.lost();
  expect(log.update()).toMatchObject({ phase: 'connecting', silentMs: 0 });
  expect(log.update().summary.interruptions).toEqual([{ atMs: 840, ms: expect.any(Number) }]);
  log.connected({ server: 'A', transport: 'tcp' });
  const back = second(9);
  log.take({ ...back, arrivals: back.arrivals.map(({ receivedMs }, seq) => ({ seq, receivedMs })) });
  expect(log.update().summary).toMatchObject({
    interruptions: [{ atMs: 840, ms: 8_200 }],
    changes: [{ kind: 'transport', from: 'udp', to: 'tcp' }],
  });
  log.ended('time', 1234.5);
  const last = log.update(true);
  expect(last).toMatchObject({ phase: 'ended', end: 'time', bytes: 1235, silentMs: 0 });
  expect(v.is(watchUpdateSchema, last)).toBe(true);
});

test('other relays of a loop that is set up anew are no change; other relays of the same loop are', () => {
  const log = new WatchLog(300_000, () => EPOCH);
  log.connected({ server: 'A', transport: 'udp', pair: '1 2' });
  log.take(second(0));
  log.lost();
  log.connected({ server: 'A', transport: 'udp', pair: '3 4' });
  expect(log.update().summary.changes).toEqual([]);
  log.pathIs({ pair: '5 6' });
  expect(log.update().summary.changes).toEqual([{ atMs: expect.any(Number), kind: 'pair' }]);
});

test('time goes on while a loop is set up anew, and until it has told first', async () => {
  const log = new WatchLog(300_000, () => EPOCH);
  log.connected({ server: 'A', transport: 'udp' });
  log.take(second(0));
  log.lost();
  await sleep(60);
  log.connected({ server: 'A', transport: 'udp' });
  const { durationMs, interruptions } = log.update().summary;
  expect(durationMs).toBeGreaterThanOrEqual(1_050);
  expect(interruptions[0]?.ms).toBeCloseTo(durationMs - 840);
});

test('at the end nothing counts that was not told, and a silence that went on does', async () => {
  const log = new WatchLog(300_000, () => EPOCH);
  log.connected({ server: 'A', transport: 'udp' });
  log.take(second(0));
  for (const silent of [1, 2, 3]) log.take({ ...second(silent), arrivals: [] });
  expect(log.update().summary.stalls).toEqual([]);
  await sleep(60);
  log.ended('stopped', 0);
  const { durationMs, stalls } = log.update(true).summary;
  expect(durationMs).toBe(4_000);
  expect(stalls).toEqual([{ atMs: 900, ms: 2_900 }]);
});

test('what passed in a sleep is none of it', async () => {
  const log = new WatchLog(300_000, () => EPOCH);
  log.connected({ server: 'A', transport: 'udp' });
  log.take(second(0));
  log.lost();
  const before = log.update().summary;
  await sleep(60);
  log.ended('slept', 0);
  expect(log.update(true).summary).toEqual(before);
});
