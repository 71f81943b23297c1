import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { expiryOfReply, expiryOfUsername } from '../../../src/core/ice-text/credential-expiry.ts';

const NOW = 1_800_000_000_000;

test('a user name of the TURN REST convention tells its time', () => {
  expect(expiryOfUsername('1799999999:alice')).toBe(1_799_999_999_000);
  expect(expiryOfUsername('1799999999')).toBe(1_799_999_999_000);
  expect(expiryOfUsername('1799999999:')).toBe(1_799_999_999_000);
  expect(expiryOfUsername('alice:1799999999')).toBe(1_799_999_999_000);
  expect(expiryOfUsername('1500000000:a')).toBe(1_500_000_000_000);
});

test('other user names tell none', () => {
  const names = ['', 'alice', '1499999999:a', '179999999:a', '17999999990:a', 'a1799999999', '1799999999a'];
  expect(names.map(expiryOfUsername)).toEqual(names.map(() => undefined));
});

test('any time of the convention is read back, whatever the id', () => {
  const seconds = fc.integer({ min: 1_500_000_000, max: 9_999_999_999 });
  fc.assert(
    fc.property(seconds, fc.string(), (at, id) => {
      expect(expiryOfUsername(`${at}:${id}`)).toBe(at * 1000);
    }),
  );
});

const REPLIES: readonly (readonly [string, unknown, number | undefined])[] = [
  ['ttl', { ttl: 600 }, NOW + 600_000],
  ['ttl as text', { ttl: '86400' }, NOW + 86_400_000],
  ['a duration with its unit', { lifetimeDuration: '43200s' }, NOW + 43_200_000],
  ['expires_in', { expires_in: 60.5 }, NOW + 60_500],
  ['unix seconds', { expires: 1_800_000_600 }, NOW + 600_000],
  ['unix milliseconds', { expiresAt: NOW + 600_000 }, NOW + 600_000],
  ['seconds under the name of an instant', { expires: 600 }, NOW + 600_000],
  ['ISO 8601', { expiration: '2027-01-15T08:10:00Z' }, NOW + 600_000],
  ['ISO 8601 with an offset', { expires_at: '2027-01-15T10:10:00+02:00' }, NOW + 600_000],
  ['a local time of somewhere', { expires_at: '2027-01-15T10:10:00' }, undefined],
  ['nested, the sooner', { v: { iceServers: [{ ttl: 900 }, { ttl: 300 }] } }, NOW + 300_000],
  ['the user name alone', { iceServers: [{ username: '1800000600:a' }] }, NOW + 600_000],
  ['a lifetime before the user name', { ttl: 60, username: '1800000600:a' }, NOW + 60_000],
  ['an instant before the user name', { expires: 1_800_000_060, username: '1800000600:a' }, NOW + 60_000],
  ['nothing', { iceServers: [{ username: 'alice' }] }, undefined],
  ['no lifetime at all', { ttl: 0 }, undefined],
  ['not an object', 'ttl', undefined],
];
for (const [name, reply, expected] of REPLIES) {
  test(`a reply's expiry: ${name}`, () => expect(expiryOfReply(reply, NOW)).toBe(expected));
}

test('any JSON is read without a failure, and an expiry is a finite number', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (reply) => {
      const at = expiryOfReply({ ttl: reply, expires: reply, username: reply, more: reply }, NOW);
      expect(at === undefined || Number.isFinite(at)).toBe(true);
    }),
  );
});
