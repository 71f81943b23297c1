import { expect, test } from 'playwright/test';
import { asLastResort, giveWayToRelays } from '../../../src/precall/loop/local-handshake.ts';

const host = (address: string, more = '') => ({
  candidate: `candidate:1 1 udp 2122260223 ${address} 50000 typ host generation 0 ufrag Ab12${more}`,
});

test('the device’s own path gives way to the relays where all its networks cost the same', () => {
  const wifi = [host('192.0.2.2', ' network-id 1 network-cost 10')];
  const wired = [host('198.51.100.2', ' network-id 2')];
  expect(giveWayToRelays([wifi, wifi])).toBe(true);
  expect(giveWayToRelays([wired, wired])).toBe(true);
  expect(giveWayToRelays([[...wifi, ...wired], wired])).toBe(false);
  expect(giveWayToRelays([wifi, wired])).toBe(false);
});

test('there is no such path without an address at each end', () => {
  const own = [host('192.0.2.2')];
  expect(giveWayToRelays([own, []])).toBe(false);
  expect(giveWayToRelays([[], []])).toBe(false);
});

test('an address of the device is told with the lowest priority, and nothing else is changed', () => {
  const { candidate } = host('192.0.2.2', ' network-cost 10');
  const told = asLastResort({ toJSON: () => ({ candidate, sdpMid: '0' }) } as RTCIceCandidate);
  expect(told).toEqual({ candidate: candidate.replace('2122260223', '1'), sdpMid: '0' });
});
