import { expect, test } from 'playwright/test';
import { notificationIdOf } from '../../../src/core/notification/notification-id.ts';

const episode = {
  deviceId: 'device',
  network: 'home',
  notificationCode: 300,
  firstRunAt: 1_700_000_000_000,
} as const;

/** FNV-1a as RFC 9923 writes it, over the octets of each UTF-16 unit, low one first. */
function reference(text: string): string {
  let hash = 0x6c62272e07bb014262b821756295c58dn;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    for (const octet of [unit & 0xff, unit >> 8]) {
      hash = BigInt.asUintN(128, (hash ^ BigInt(octet)) * 0x1000000000000000000013bn);
    }
  }
  return hash.toString(16).padStart(32, '0');
}

test('is FNV-1a of the device, the network, the code and the first run', () => {
  for (const network of ['home', '', 'caf\u00e9 \u{1f4f6}', 'x'.repeat(300)]) {
    const text = JSON.stringify(['device', network, 300, 1_700_000_000_000]);
    expect(notificationIdOf({ ...episode, network })).toBe(reference(text));
  }
});

test('each of them makes another episode', () => {
  const others = [
    episode,
    { ...episode, deviceId: 'other' },
    { ...episode, network: 'office' },
    { ...episode, notificationCode: 200 as const },
    { ...episode, firstRunAt: 1_700_000_000_001 },
  ];
  expect(new Set(others.map(notificationIdOf)).size).toBe(others.length);
});
