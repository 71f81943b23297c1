import { expect, test } from 'playwright/test';
import { importIceServers } from '../../../src/core/ice-text/ice-servers-import.ts';

const turn = { urls: 'turn:turn.example.org:3478', username: 'u', credential: 'c' };
const server = {
  label: 'turn.example.org',
  urls: ['turn:turn.example.org:3478'],
  username: 'u',
  credential: 'c',
};

test('names the STUN servers it leaves out', () => {
  const text = JSON.stringify([
    { urls: 'stun:stun.example.org' },
    { ...turn, urls: ['stun:a.example', turn.urls] },
  ]);
  expect(importIceServers(text)).toEqual({
    ok: true,
    servers: [server],
    leftOut: [
      { why: 'stun-only', what: 'stun:a.example' },
      { why: 'stun-only', what: 'stun:stun.example.org' },
    ],
  });
});

test('says so when nothing but STUN is there', () => {
  expect(importIceServers('[{"urls":"stun:stun.example.org"}]')).toMatchObject({
    ok: false,
    error: 'nothing-usable',
  });
});

test('joins the transports of one service, keeps other credentials apart', () => {
  const text = JSON.stringify([
    turn,
    { ...turn, urls: 'turn:turn.example.org:3478?transport=tcp' },
    { ...turn, urls: 'turns:turn.example.org:443' },
    { ...turn, credential: 'other' },
  ]);
  const result = importIceServers(text, ['turn.example.org']);
  expect(result.ok && result.servers.map(({ label, urls }) => [label, urls.length])).toEqual([
    ['turn.example.org 2', 3],
    ['turn.example.org 3', 1],
  ]);
});

test('names a malformed URI with what is wrong with it', () => {
  expect(importIceServers('[{"urls":["turn:a.example:0"]}]')).toEqual({
    ok: false,
    error: 'nothing-usable',
    leftOut: [{ why: 'malformed', what: 'turn:a.example:0', error: 'bad-port' }],
  });
});

test('names OAuth credentials, and credentials without a URI', () => {
  const text = JSON.stringify([{ ...turn, credential: { accessToken: 'x' } }]);
  expect(importIceServers(text)).toEqual({
    ok: false,
    error: 'nothing-usable',
    leftOut: [{ why: 'oauth', what: turn.urls }],
  });
  expect(importIceServers('{"username": "u", "credential": "c"}')).toEqual({
    ok: false,
    error: 'nothing-usable',
    leftOut: [{ why: 'no-urls', what: '' }],
  });
});

for (const [text, error] of [
  ['', 'empty'],
  [' \n', 'empty'],
  ['{"a": 1}', 'not-ice-servers'],
  ['x'.repeat(262_145), 'too-long'],
] as const) {
  test(`says what is wrong with ${JSON.stringify(text).slice(0, 50)}`, () => {
    expect(importIceServers(text)).toEqual({ ok: false, error, leftOut: [] });
  });
}

test('each spelling of one URI is one URI', () => {
  const urls = ['turn:[2001:db8::1]', 'turn:[2001:DB8:0:0:0:0:0:1]:3478', 'turn:[2001:db8::1]?transport=tcp'];
  const result = importIceServers(JSON.stringify({ ...turn, urls }));
  expect(result.ok && result.servers[0]?.urls).toEqual([
    'turn:[2001:db8::1]',
    'turn:[2001:db8::1]?transport=tcp',
  ]);
});
