import { expect, test } from 'playwright/test';
import type { DatagramLink } from '../../../src/precall/link/datagram-link.ts';
import { timeLeftMs } from '../../../src/precall/plan/time-left.ts';
import { FINE_CLOCK } from '../harness/hosts.ts';
import { logOf, type Row } from '../harness/traces.ts';

const REQUEST = {
  kind: 'full',
  relayProtocol: 'udp',
  overheadBytes: 54,
  capKbps: 10_000,
  roundTripMs: 100,
  host: FINE_CLOCK,
} as const;

const linkOf = (...rows: Row[]) => ({ log: logOf(rows) }) as unknown as DatagramLink;

test('a run lasts a while and some round trips, setting the loop up included', () => {
  expect(timeLeftMs(linkOf(), REQUEST, 0)).toBe(2_290 + 9 * 100);
  expect(timeLeftMs(linkOf(), { ...REQUEST, setUpMs: 500 }, 300)).toBe(2_290 + 9 * 100 - 800);
  expect(timeLeftMs(linkOf(), { ...REQUEST, kind: 'light' }, 0)).toBe(1_930 + 8 * 100);
});

test('the quickest small datagram tells the round trip, where ICE met a queue', () => {
  const link = linkOf(['warm-up', 0, 80], ['probe', 20, 80], ['train', 40, 50]);
  expect(timeLeftMs(link, REQUEST, 0)).toBe(2_290 + 9 * 60);
});
