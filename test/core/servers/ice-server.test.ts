import { expect, test } from 'playwright/test';
import { parseTurnUri } from '../../../src/core/servers/ice-server.ts';

const accepted: [string, object][] = [
  ['turn:example.org', { scheme: 'turn', host: 'example.org', port: 3478, relayProtocol: 'udp' }],
  ['turns:example.org', { scheme: 'turns', host: 'example.org', port: 5349, relayProtocol: 'tls' }],
  [
    'turn:example.org:80?transport=tcp',
    { scheme: 'turn', host: 'example.org', port: 80, relayProtocol: 'tcp' },
  ],
  [
    'turns:example.org:443?transport=tcp',
    { scheme: 'turns', host: 'example.org', port: 443, relayProtocol: 'tls' },
  ],
  [
    'TURN:Example.org?TRANSPORT=UDP',
    { scheme: 'turn', host: 'Example.org', port: 3478, relayProtocol: 'udp' },
  ],
  ['turn:192.0.2.1:3478', { scheme: 'turn', host: '192.0.2.1', port: 3478, relayProtocol: 'udp' }],
  ['turn:[2001:db8::1]:3479', { scheme: 'turn', host: '2001:db8::1', port: 3479, relayProtocol: 'udp' }],
  ['turn:[::ffff:192.0.2.1]', { scheme: 'turn', host: '::ffff:192.0.2.1', port: 3478, relayProtocol: 'udp' }],
  [' turn:localhost:65535 ', { scheme: 'turn', host: 'localhost', port: 65535, relayProtocol: 'udp' }],
];

for (const [text, uri] of accepted) {
  test(`accepts ${text}`, () => expect(parseTurnUri(text)).toEqual({ ok: true, uri }));
}

const refused: [string, string][] = [
  ['', 'empty'],
  ['stun:example.org', 'stun-only'],
  ['stuns:example.org', 'stun-only'],
  ['https://example.org', 'not-a-turn-uri'],
  ['example.org:3478', 'not-a-turn-uri'],
  ['turn://example.org', 'has-slashes'],
  ['turn:user:secret@example.org', 'has-credentials'],
  ['turn:', 'bad-host'],
  ['turn:exa mple.org', 'bad-host'],
  ['turn:-bad.org', 'bad-host'],
  ['turn:<script>', 'bad-host'],
  ['turn:1.2.3', 'bad-host'],
  ['turn:0x7f.1', 'bad-host'],
  ['turn:0x7f000001', 'bad-host'],
  ['turn:2130706433', 'bad-host'],
  ['turn:010.0.0.1', 'bad-host'],
  ['turn:a.0x1', 'bad-host'],
  ['turn:1.2.3.256', 'bad-host'],
  ['turn:2001:db8::1', 'bad-host'],
  ['turn:[2001:db8:::1]', 'bad-host'],
  ['turn:[1:2:3:4:5:6:7:8:9]', 'bad-host'],
  ['turn:[fe80::1%eth0]', 'bad-host'],
  ['turn:example.org:', 'bad-port'],
  ['turn:example.org:0', 'bad-port'],
  ['turn:example.org:65536', 'bad-port'],
  ['turn:example.org:http', 'bad-port'],
  ['turn:example.org?transport=sctp', 'bad-transport'],
  ['turn:example.org?transport=', 'bad-transport'],
  ['turn:example.org?ttl=1', 'bad-query'],
  ['turn:example.org?transport=udp?x', 'bad-query'],
  ['turns:example.org?transport=udp', 'turns-over-udp'],
];

for (const [text, error] of refused) {
  test(`refuses ${JSON.stringify(text)} as ${error}`, () => {
    expect(parseTurnUri(text)).toEqual({ ok: false, error });
  });
}
