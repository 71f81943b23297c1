import { expect, test } from 'playwright/test';
import { pathChanges, type WatchedPath } from '../../../src/precall/run/watched-path.ts';

const PATH: WatchedPath = {
  server: 'A',
  transport: 'udp',
  network: 'wifi',
  family: 'ipv4',
  hostAddress: '192.0.2.1',
  seenAddress: '198.51.100.7',
  pair: '1 2',
};

const CHANGES: readonly [string, Partial<WatchedPath>, object[]][] = [
  ['nothing', {}, []],
  ['another server', { server: 'B', pair: '3 4' }, [{ kind: 'server', from: 'A', to: 'B' }]],
  ['another transport', { transport: 'tls', pair: '3 4' }, [{ kind: 'transport', from: 'udp', to: 'tls' }]],
  [
    'from Wi-Fi to a cable, with other addresses',
    { network: 'ethernet', hostAddress: '192.0.2.9', family: 'ipv6', pair: '3 4' },
    [{ kind: 'network', from: 'wifi', to: 'ethernet' }],
  ],
  [
    'another family',
    { family: 'ipv6', hostAddress: '2001:db8::1' },
    [{ kind: 'family', from: 'ipv4', to: 'ipv6' }],
  ],
  [
    'another network of the same type, without its address',
    { hostAddress: '192.0.2.9' },
    [{ kind: 'network' }],
  ],
  ['another address before the server', { seenAddress: '203.0.113.5' }, [{ kind: 'network' }]],
  ['another pair alone', { pair: '3 4' }, [{ kind: 'pair' }]],
];
for (const [what, change, expected] of CHANGES) {
  test(`${what}`, () => expect(pathChanges(PATH, { ...PATH, ...change })).toEqual(expected));
}

test('what is not known is no change', () => {
  const { server, transport } = PATH;
  expect(pathChanges({ server, transport }, PATH)).toEqual([]);
  expect(pathChanges(PATH, { server, transport })).toEqual([]);
});
