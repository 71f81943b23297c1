import { expect, test } from 'playwright/test';
import { viewOf, WATCH_GROUP } from '../../../src/precall/estimate/stall/watched-line.ts';
import { PacketLogParts, type SeenPackets } from '../../../src/precall/link/seen-packets.ts';
import { WATCH_PROBE_BYTES, watchPace } from '../../../src/precall/watch/watch-pace.ts';
import { watchPlan } from '../../../src/precall/watch/watch-plan.ts';
import type { SimulatedDirection } from '../harness/simulated-direction.ts';
import { type SimulatedHost, SimulatedLink } from '../harness/simulated-link.ts';

const RTP = { relayProtocol: 'udp', method: 'rtp-datagrams' } as const;
const OVERHEAD = 54;
const LINE: SimulatedDirection = { kbps: 20_000, delayMs: 20, queueMs: 300 };

async function watch(line: Partial<SimulatedDirection>, host: Partial<SimulatedHost> = {}, ms = 60_000) {
  const direction = { ...LINE, ...line };
  const link = new SimulatedLink(direction, direction, { overheadBytes: OVERHEAD, ...host }, 7);
  const parts = new PacketLogParts();
  const told: SeenPackets[] = [];
  const plan = { ms, perSecond: watchPace(RTP), roundTripMs: 40 };
  await watchPlan(link, plan, new AbortController().signal, (seen) => {
    told.push(seen);
    parts.add(seen);
  });
  const { log } = parts;
  expect(log).toEqual(link.log);
  const startMs = log.sent.find(({ kind }) => kind === 'probe')?.sentMs ?? 0;
  const view = viewOf({ startMs, nowMs: told.at(-1)?.nowMs ?? 0, loops: [{ log }], changes: [] });
  return { told, log, view, bytesUp: link.bytesUp };
}

test('five probes a second over UDP, fewer where each takes more, which has an ACK of its own over TCP and TLS', () => {
  expect(watchPace(RTP)).toBe(5);
  // As in Firefox: indications around IPv4 addresses, and header extensions.
  expect(watchPace({ ...RTP, turnFramingBytes: 36, rtpHeaderBytes: 26 })).toBeCloseTo(3.86, 2);
  expect(watchPace({ ...RTP, relayProtocol: 'tcp' })).toBeCloseTo(2.72, 2);
  expect(watchPace({ ...RTP, relayProtocol: 'tls' })).toBeCloseTo(1.98, 2);
});

test('a calm line: 300 probes a minute, told once a second, nothing that it had not', async () => {
  const { log, told, view, bytesUp } = await watch({});
  const paced = log.sent.filter(({ kind, group }) => kind === 'probe' && group === WATCH_GROUP.paced);
  expect(paced.length).toBeGreaterThan(285);
  expect(paced.length).toBeLessThanOrEqual(301);
  expect(log.sent.filter(({ group }) => group === WATCH_GROUP.closer)).toEqual([]);
  expect(told.length).toBeGreaterThan(50);
  expect(2 * bytesUp).toBeLessThan(40_000);
  expect(view.summary).toMatchObject({ probesLost: 0, stalls: [] });
  expect(view.summary.roundTripTime?.medianMs).toBeGreaterThan(39);
  expect(view.summary.roundTripTime?.medianMs).toBeLessThan(43);
});

test('a line that loses one in twenty each way loses, and does not stall; closer looks keep within the bytes', async () => {
  const { view, bytesUp, log } = await watch({ loss: 0.05 }, {}, 300_000);
  const { probesLost, probesSent, stalls } = view.summary;
  expect(probesLost / probesSent).toBeGreaterThan(0.07);
  expect(probesLost / probesSent).toBeLessThan(0.13);
  expect(stalls).toEqual([]);
  expect(log.sent.some(({ group }) => group === WATCH_GROUP.closer)).toBe(true);
  expect((2 * bytesUp) / 5).toBeLessThan(45_000);
});

test('jitter of 25 ms is no stall', async () => {
  const { view } = await watch({ jitterMs: 25 }, {}, 300_000);
  expect(view.summary.stalls).toEqual([]);
});

test('a browser that itself stands still for half a second tells no stall of the line', async () => {
  const { view } = await watch({}, { freezes: { perSecond: 0.1, ms: 500 } }, 300_000);
  expect(view.summary.stalls).toEqual([]);
});

test('a line that holds everything for a second each ten seconds stalls as often, and as long to 0.1 s', async () => {
  const trace = [
    [9_000, 20_000],
    [1_000, 0.001],
  ] as const;
  const { view } = await watch({ trace, queueMs: 5_000 });
  expect(view.summary.probesLost).toBe(0);
  const lengths = view.summary.stalls.map(({ ms }) => ms);
  expect(lengths.length).toBeGreaterThanOrEqual(6);
  expect(lengths.length).toBeLessThanOrEqual(7);
  for (const ms of lengths) expect(Math.abs(ms - 1_000)).toBeLessThan(150);
});

test('each probe carries what a number needs', () => expect(WATCH_PROBE_BYTES).toBe(8));
