import { expect, test } from 'playwright/test';
import type { SiteCallbacks } from '../../src/core/monitor/site-callbacks.ts';
import type { ToExtension } from '../../src/core/sites/page-messages.ts';
import { siteCsjs } from '../../src/sites/csjs.ts';

const toldOf = (timestamp: number) =>
  ({
    preCallTestResults: [],
    connectionRecommendation: { aggregatedStats: [], providerRanking: [] },
    pctConnectionQualityChange: { timestamp },
  }) as unknown as SiteCallbacks;

function page() {
  const sent: ToExtension[] = [];
  return { sent, ...siteCsjs((message) => sent.push(message)) };
}

test('who listens hears the latest, once, and each new one', async () => {
  const { csjs, take } = page();
  const early: number[] = [];
  csjs.on('pctConnectionQualityChange', ({ timestamp }) => early.push(timestamp));
  await Promise.resolve();
  expect(early).toEqual([]);
  take({ type: 'told', told: toldOf(1) });
  take({ type: 'told', told: toldOf(2) });
  const late: number[] = [];
  csjs.on('pctConnectionQualityChange', ({ timestamp }) => late.push(timestamp));
  expect(late).toEqual([]);
  await Promise.resolve();
  take({ type: 'told', told: toldOf(3) });
  expect(early).toEqual([1, 2, 3]);
  expect(late).toEqual([2, 3]);
});

test('the three are told in the order of the SCT API', () => {
  const { csjs, take } = page();
  const order: string[] = [];
  csjs.on('pctConnectionQualityChange', () => order.push('change'));
  csjs.on('connectionRecommendation', () => order.push('recommendation'));
  csjs.on('preCallTestResults', () => order.push('results'));
  take({ type: 'told', told: toldOf(1) });
  expect(order).toEqual(['results', 'recommendation', 'change']);
});

test('what is no event, or no function, is refused with a TypeError', () => {
  const { csjs } = page();
  for (const name of ['', 'error', '__proto__', 'toString', 'pctconnectionqualitychange']) {
    expect(() => csjs.on(name as 'preCallTestResults', () => undefined), name).toThrow(TypeError);
  }
  expect(() => csjs.on('preCallTestResults', 'alert(1)' as never)).toThrow(TypeError);
});

test('each request gets the answer of its number, and a forged one changes nothing', async () => {
  const { csjs, take, sent } = page();
  const first = csjs.requestPrecallTest();
  const second = csjs.requestPrecallTest();
  expect(sent).toEqual([
    { type: 'run', id: 0 },
    { type: 'run', id: 1 },
  ]);
  const refused = { accepted: false, reason: 'too-soon', retryAfterMs: 5 } as const;
  take({ type: 'run', id: 7, answer: { accepted: true } });
  take({ type: 'run', id: 1, answer: refused });
  take({ type: 'run', id: 0, answer: { accepted: true } });
  expect(await second).toEqual(refused);
  expect(await first).toEqual({ accepted: true });
});
