/** In Firefox: the TURN servers that operators run, what their answers are told as, and what the browser itself forbids. */
import { test as base } from 'playwright/test';
import { findEjabberd } from '../../scripts/ejabberd.mjs';
import type { FailureReason } from '../../src/core/report/failure-reasons.ts';
import { startCoturn } from './coturn.ts';
import { expect, FirefoxUnderTest, namedTlsUrl, test } from './firefox-extension.ts';
import {
  expectEjabberdMeasured,
  expectMeasuredWithinQuota,
  expectMeasuredWithStaleNonces,
  expectNodeTurnMeasured,
  expectReasonsOfCodes,
  expectUntestable,
  reasonsOf,
} from './turn-shapes.ts';
import { within } from './within.ts';

base(
  'in Firefox three URLs come up within a quota of four, and again right after',
  { tag: '@long' },
  async () => {
    await within(startCoturn({ args: ['--user-quota=4'] }), async (turn) => {
      await within(FirefoxUnderTest.launch({ turn }), async (firefox) => {
        await expectMeasuredWithinQuota(firefox, turn, [turn.urls.udp, turn.urls.tcp, namedTlsUrl(turn)]);
      });
    });
  },
);

test('in Firefox a server without relays for two of us tells nothing of the line', { tag: '@long' }, async ({
  firefox,
}) => {
  await expectUntestable(firefox);
  const popup = await firefox.openPage('popup/popup.html');
  await popup.sees('Cannot be tested');
  await popup.close();
});

test('in Firefox each answer to an allocation has its own reason', { tag: '@long' }, async ({ firefox }) => {
  // It hands out one code for all from 500 on.
  await expectReasonsOfCodes(firefox, {
    300: 'redirected',
    403: 'relay-forbidden',
    437: 'session-lost',
    438: 'session-lost',
    440: 'relay-unsupported',
    486: 'no-capacity',
    500: 'server-error',
    508: 'server-error',
  });
});

test('Firefox follows a server that sends it on to another', { tag: '@long' }, async ({ turn, firefox }) => {
  await within(startCoturn({ args: [`--alternate-server=127.0.0.1:${turn.port}`] }), async (first) => {
    await firefox.configure([{ ...turn.server(), urls: [first.urls.udp, first.urls.tcp] }]);
    expect(reasonsOf(await firefox.run())).toEqual([[null, null]]);
  });
});

test('in Firefox a nonce that is stale soon is no trouble', { tag: '@long' }, async ({ firefox }) => {
  await expectMeasuredWithStaleNonces(firefox);
});

// `npm test` says where it cannot be.
const { program: ejabberd } = findEjabberd();
if (ejabberd !== undefined) {
  test('in Firefox ejabberd’s TURN server is measured', { tag: '@long' }, async ({ firefox }) => {
    await expectEjabberdMeasured(firefox, ejabberd);
  });
}

test('in Firefox node-turn is measured', { tag: '@long' }, async ({ firefox }) => {
  await expectNodeTurnMeasured(firefox);
});

const FORBIDDEN: readonly [preference: string, value: boolean, FailureReason, words: string][] = [
  ['media.peerconnection.enabled', false, 'webrtc-off', 'media.peerconnection.enabled'],
  ['media.peerconnection.turn.disable', true, 'browser-forbids', 'media.peerconnection.turn.disable'],
  ['media.peerconnection.ice.proxy_only', true, 'browser-forbids', 'media.peerconnection.ice.proxy_only'],
];
for (const [preference, value, reason, words] of FORBIDDEN) {
  base(
    `Firefox with ${preference} ${value}: told as such, and as nothing of the line`,
    { tag: '@long' },
    async () => {
      await within(startCoturn(), async (turn) => {
        await within(FirefoxUnderTest.launch({ preferences: { [preference]: value } }), async (firefox) => {
          await firefox.configure([turn.server('udp', 'tcp')]);
          for (let i = 0; i < 2; i += 1) {
            const run = await firefox.run();
            expect(reasonsOf(run)).toEqual([[reason, reason]]);
            expect(run.notified).toBe(false);
          }
          expect(await firefox.notificationCalls()).toEqual([]);
          const popup = await firefox.openPage('popup/popup.html');
          await popup.sees('Cannot be tested');
          await popup.sees(words);
        });
      });
    },
  );
}
