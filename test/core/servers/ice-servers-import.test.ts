import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { importIceServers } from '../../../src/core/servers/ice-servers-import.ts';

const turn = { urls: 'turn:turn.example.org:3478', username: 'u', credential: 'c' };
const server = {
  label: 'turn.example.org',
  urls: ['turn:turn.example.org:3478'],
  username: 'u',
  credential: 'c',
};

for (const [shape, text] of Object.entries({
  'an array': JSON.stringify([turn]),
  'an RTCConfiguration': JSON.stringify({ iceServers: [turn], iceTransportPolicy: 'relay' }),
  'a single object under iceServers': JSON.stringify({ iceServers: turn }),
  'one entry': JSON.stringify(turn),
  'the legacy url': JSON.stringify([{ ...turn, urls: undefined, url: turn.urls }]),
  'urls as a list': JSON.stringify([{ ...turn, urls: [turn.urls] }]),
  'ice_servers beside an account': JSON.stringify({ sid: 'x', ttl: '86400', ice_servers: [turn] }),
  'a list inside a reply': JSON.stringify({ v: { iceServers: { ...turn } }, s: 'ok' }),
  'a TURN REST reply': JSON.stringify({ username: 'u', password: 'c', ttl: 60, uris: [turn.urls] }),
  JavaScript: `const pc = new RTCPeerConnection({
    // from the dashboard
    iceServers: [
      { urls: 'turn:turn.example.org:3478', username: 'u', credential: "c", },
    ],
  });`,
  'a property': `iceServers: [{ "urls": ["turn:turn.example.org:3478"], username: \`u\`, /* secret */ credential: 'c' }]`,
})) {
  test(`reads ${shape}`, () => {
    expect(importIceServers(text)).toEqual({ ok: true, servers: [server], skipped: [] });
  });
}

test('names the STUN servers it leaves out', () => {
  const text = JSON.stringify([
    { urls: 'stun:stun.example.org' },
    { ...turn, urls: ['stun:a.example', turn.urls] },
  ]);
  expect(importIceServers(text)).toEqual({
    ok: true,
    servers: [server],
    skipped: [
      { why: 'stun-only', what: 'stun:stun.example.org' },
      { why: 'stun-only', what: 'stun:a.example' },
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

test('keeps a missing credential and a bad URI for the form to point at', () => {
  expect(importIceServers('[{"urls":["turn://bad"]}]')).toMatchObject({
    ok: true,
    servers: [{ label: 'TURN', urls: ['turn://bad'], username: '', credential: '' }],
  });
});

test('leaves out OAuth credentials and entries without URLs, by name', () => {
  const text = JSON.stringify([{ ...turn, credential: { accessToken: 'x' } }, { username: 'u' }, 5, turn]);
  expect(importIceServers(text)).toMatchObject({
    ok: true,
    skipped: [
      { why: 'oauth', what: turn.urls },
      { why: 'no-urls', what: '2' },
      { why: 'not-an-object', what: '3' },
    ],
  });
});

for (const [text, error] of [
  ['', 'empty'],
  ['turn:turn.example.org', { kind: 'no-value', line: 1, column: 1 }],
  ['{"a": 1}', 'not-ice-servers'],
  ['[{urls: "turn:a.example"', { kind: 'unfinished', line: 1, column: 25 }],
  ['[\n  {urls: "turn:a.example", username: secret}]', { kind: 'variable', line: 2, column: 38 }],
  ['[{urls "turn:a.example"}]', { kind: 'unexpected', line: 1, column: 8 }],
  ['['.repeat(50), { kind: 'too-deep', line: 1, column: 22 }],
] as const) {
  test(`points at the mistake in ${JSON.stringify(text).slice(0, 50)}`, () => {
    expect(importIceServers(text)).toMatchObject({ ok: false, error });
  });
}

test('any JSON and any text give an answer', () => {
  fc.assert(fc.property(fc.json(), (text) => typeof importIceServers(text).ok === 'boolean'));
  fc.assert(fc.property(fc.string(), (text) => typeof importIceServers(`[${text}`).ok === 'boolean'));
});

test('hostile keys stay data', () => {
  importIceServers('[{"__proto__": {"polluted": 1}, "urls": "turn:a.example"}]');
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
