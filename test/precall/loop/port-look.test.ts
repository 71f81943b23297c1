import { expect, test } from 'playwright/test';
import { lookMs } from '../../../src/precall/loop/gather-look.ts';
import { lookUpHost } from '../../../src/precall/loop/host-lookup.ts';
import { lookAtPort } from '../../../src/precall/loop/port-look.ts';

const PORT = { host: 'turn.example', port: 443 };
const never = new AbortController().signal;

/** A browser whose attempt ends with this error after so many ms; undefined: it tries on and on. */
function browser(code: number, afterMs?: number) {
  return () => {
    const end = Object.assign(new EventTarget(), {
      iceGatheringState: 'gathering',
      createDataChannel() {},
      close() {},
      async setLocalDescription() {
        if (afterMs === undefined) return;
        setTimeout(() => {
          end.dispatchEvent(
            Object.assign(new Event('icecandidateerror'), { errorCode: code, errorText: '' }),
          );
          end.iceGatheringState = 'complete';
          end.dispatchEvent(new Event('icegatheringstatechange'));
        }, afterMs);
      },
    });
    return end as unknown as RTCPeerConnection;
  };
}

test('a look takes what the attempt before it took and half as much again, within bounds', () => {
  expect([20, 1_000, 2_000, 3_000, 4_900].map(lookMs)).toEqual([1_500, 1_500, 3_000, 4_500, 5_000]);
});

test('a port that is given up at once is closed, one that answers is open', async () => {
  expect(await lookAtPort(PORT, 20, browser(701, 10), never)).toBe('closed');
  expect(await lookAtPort(PORT, 20, browser(401, 10), never)).toBe('open');
});

test('where the TLS attempt was given up late, a refusal may be as late', async () => {
  const looks = [1_600, 20].map((tlsMs) => lookAtPort(PORT, tlsMs, browser(701, 1_650), never));
  expect(await Promise.all(looks)).toEqual(['closed', 'open']);
});

test('so may the word that a name is not known, of a slow resolver', async () => {
  const looks = [1_600, 20].map((ms) => lookUpHost('turn.example', ms, browser(701, 1_650), never));
  expect(await Promise.all(looks)).toEqual(['failed', 'worked']);
});

test('a browser that tries on has found a port open', async () => {
  expect(await lookAtPort(PORT, 20, browser(701), never)).toBe('open');
});
