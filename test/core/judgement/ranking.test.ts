import { expect, test } from 'playwright/test';
import { rankServers } from '../../../src/core/judgement/ranking.ts';
import { GOOD, reachable, unreachable } from '../builders/reports.ts';

const order = (...servers: Parameters<typeof rankServers>[0]) =>
  rankServers(servers).map(({ server, acceptable }) => [server.provider, acceptable]);

test('reachable first, then the higher code, then the smaller penalty', () => {
  expect(
    order(
      unreachable('dead'),
      reachable('lossy', { ...GOOD, loss: 0.12 }),
      reachable('far', { ...GOOD, rtt: 90 }),
      reachable('near', GOOD),
      reachable('narrow', { ...GOOD, rtt: 5, throughput: 800 }),
    ),
  ).toEqual([
    ['near', true],
    ['far', true],
    ['narrow', true],
    ['lossy', false],
    ['dead', false],
  ]);
});

test('loss and jitter weigh against a shorter round trip of the same code', () => {
  expect(order(reachable('lossy', { ...GOOD, rtt: 38, loss: 0.009 }), reachable('clean', GOOD))[0]).toEqual([
    'clean',
    true,
  ]);
});

test('equal servers stay in the order of the settings', () => {
  expect(order(reachable('b', GOOD), reachable('a', GOOD)).map(([name]) => name)).toEqual(['b', 'a']);
});

test('a light run ranks by the bandwidth known from before', () => {
  const { throughput: _none, ...light } = GOOD;
  const ranked = rankServers([reachable('slow', light), reachable('fast', light)], (provider) =>
    provider === 'slow' ? 300 : 9000,
  );
  expect(ranked.map(({ server, summaryCode }) => [server.provider, summaryCode])).toEqual([
    ['fast', 95],
    ['slow', 70],
  ]);
});
