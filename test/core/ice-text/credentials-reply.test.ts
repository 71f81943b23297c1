import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { fillServer, isWebPage, readCredentialsReply } from '../../../src/core/ice-text/credentials-reply.ts';

const NOW = 1_800_000_000_000;
const read = (reply: unknown) => readCredentialsReply(JSON.stringify(reply), NOW);

test('an iceServers reply: the entries of the same credentials are one server, STUN is left out', () => {
  const reply = read({
    iceServers: [
      { urls: ['stun:stun.example.org:3478'] },
      { urls: 'turn:a.example.org?transport=udp', username: 'u', credential: 'p' },
      { urls: ['turns:b.example.org:443'], username: 'u', credential: 'p' },
    ],
    ttl: 3600,
  });
  expect(reply).toEqual({
    ok: true,
    fetched: [
      {
        urls: ['turn:a.example.org?transport=udp', 'turns:b.example.org:443'],
        username: 'u',
        credential: 'p',
      },
    ],
    expiresAt: NOW + 3_600_000,
    malformed: [],
  });
});

test('a TURN REST reply, with and without URIs', () => {
  const pair = { username: '1800003600:u', password: 'p' };
  expect(read({ ...pair, ttl: 600, uris: ['turn:a.example.org'] })).toEqual({
    ok: true,
    fetched: [{ urls: ['turn:a.example.org'], username: '1800003600:u', credential: 'p' }],
    expiresAt: NOW + 600_000,
    malformed: [],
  });
  expect(read(pair)).toEqual({
    ok: true,
    fetched: [{ urls: [], username: '1800003600:u', credential: 'p' }],
    expiresAt: NOW + 3_600_000,
    malformed: [],
  });
  expect(read({ data: { turn: { username: 'u', credential: 'p' } } })).toMatchObject({
    fetched: [{ urls: [], username: 'u' }],
  });
});

test('a reply that cannot be used says why, and never quotes it', () => {
  const trouble = (text: string) => readCredentialsReply(text, NOW);
  expect(trouble('<html>secret</html>')).toEqual({ ok: false, trouble: { problem: 'not-json' } });
  expect(trouble('')).toEqual({ ok: false, trouble: { problem: 'not-json' } });
  for (const reply of [null, {}, [], 'x', { iceServers: [{ urls: 'stun:a.example' }] }]) {
    expect(read(reply)).toEqual({ ok: false, trouble: { problem: 'nothing-usable' } });
  }
  expect(read({ urls: 'turn:a.example' })).toEqual({ ok: false, trouble: { problem: 'nothing-usable' } });
  expect(read({ urls: 'turn:a.example', username: 'u', credential: '' })).toMatchObject({ ok: false });
});

test('URIs a browser would not take are left out', () => {
  const urls = ['turn:a.example', 'turn:b.example:0', 'turns:c.example?transport=udp'];
  expect(read({ urls, username: 'u', credential: 'p' })).toMatchObject({
    fetched: [{ urls: ['turn:a.example'] }],
    malformed: ['turn:b.example:0', 'turns:c.example?transport=udp'],
  });
  expect(read({ urls: ['turn:b.example:0'], username: 'u', credential: 'p' })).toEqual({
    ok: false,
    trouble: { problem: 'malformed-uris', uris: ['turn:b.example:0'] },
  });
});

test('any JSON is read without a failure, and what is found can be used', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const reply = readCredentialsReply(text, NOW);
      if (reply.ok) expect(reply.fetched.every((each) => each.username && each.credential)).toBe(true);
    }),
  );
});

const fetched = [
  { urls: ['turn:a.example'], username: 'u', credential: 'p' },
  { urls: ['turn:b.example'], username: 'v', credential: 'q' },
];

test('the URIs of the settings go before those of the reply', () => {
  const server = { label: 'A', urls: ['turn:mine.example'] };
  expect(fillServer(server, fetched, new Set(['A']))).toEqual([
    { label: 'A', urls: ['turn:mine.example'], username: 'u', credential: 'p' },
  ]);
});

test('a host of the settings gets the credentials that came for it', () => {
  const server = { label: 'A', urls: ['turn:B.example:443?transport=tcp', 'turns:b.example'] };
  expect(fillServer(server, fetched, new Set(['A']))).toEqual([
    { label: 'A', urls: server.urls, username: 'v', credential: 'q' },
  ]);
  const both = { label: 'A', urls: ['turn:b.example', 'turn:a.example'] };
  expect(fillServer(both, fetched, new Set(['A']))).toEqual([
    { label: 'A', urls: ['turn:b.example'], username: 'v', credential: 'q' },
    { label: 'A 2', urls: ['turn:a.example'], username: 'u', credential: 'p' },
  ]);
});

test('line ends and blanks around a credential go', () => {
  expect(read({ urls: 'turn:a.example\n', username: ' u\n', credential: 'p\r\n' })).toMatchObject({
    fetched: [{ urls: ['turn:a.example'], username: 'u', credential: 'p' }],
  });
});

test('an answer that is no JSON is read as well', () => {
  expect(
    readCredentialsReply('urls: [turn:a.example:3478]\nusername: u\ncredential: p\nttl: 60', NOW),
  ).toMatchObject({
    fetched: [{ urls: ['turn:a.example:3478'], username: 'u', credential: 'p' }],
    expiresAt: NOW + 60_000,
  });
});

for (const [text, expected] of [
  ['<!DOCTYPE html><title>Welcome</title>', true],
  ['\n <html lang="en">', true],
  ['{"iceServers": "<html>"}', false],
  ['<iceServers/>', false],
  ['', false],
] as const) {
  test(`a page for people or not: ${JSON.stringify(text)}`, () => expect(isWebPage(text)).toBe(expected));
}

test('further servers of a reply get labels that no other server has', () => {
  const filled = fillServer({ label: 'A', urls: [] }, fetched, new Set(['A', 'A 2']));
  expect(filled?.map(({ label, urls }) => [label, urls])).toEqual([
    ['A', ['turn:a.example']],
    ['A 3', ['turn:b.example']],
  ]);
  expect(fillServer({ label: 'A', urls: [] }, [{ ...fetched[0], urls: [] } as never], new Set())).toBe(
    undefined,
  );
});
