/** A call between the party behind the link and one beside the TURN server, with video one of the ways. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { PartyOptions } from './call-page.ts';
import type { CallWay } from './call-record.ts';
import { callWay, pictureHeight, type Stat } from './call-way.ts';
import type { Party } from './party.ts';

/** s; the sender's congestion control looks for the link's rate before anything is counted. */
const RAMP_UP_S = 8;
const COUNTED_S = 8;
/**
 * s; Chromium's quality scaler gives a picture back the lines that its start took away after some 16 s of call, whatever the
 * rate is: this long after what is counted, the picture has the lines of its rate.
 */
const LINES_SETTLE_S = 3;
/** ms; nobody waits longer for a call to begin. */
const PATIENCE_MS = 20_000;

export interface Call {
  /** ms from the offer to both ends connected; absent when it never came up. */
  readonly connectMs?: number;
  readonly sent?: CallWay;
  readonly received?: CallWay;
}

export interface CallEnds {
  readonly behindLink: Party;
  readonly besideServer: Party;
  readonly iceServer: RTCIceServer;
}

export async function makeCall(ends: CallEnds, video: 'sent' | 'received'): Promise<Call> {
  const [near, far] = await Promise.all([ends.behindLink.page(), ends.besideServer.page()]);
  try {
    await openEnd(near, { iceServers: [ends.iceServer], relayOnly: true }, video === 'sent');
    await openEnd(far, { iceServers: [], relayOnly: false }, video === 'received');
    const began = performance.now();
    const offer = await near.evaluate((wanted) => globalThis.party.offer(wanted), video === 'received');
    const answer = await far.evaluate((remote) => globalThis.party.answer(remote), offer);
    await near.evaluate((remote) => globalThis.party.accept(remote), answer);
    const up = await Promise.all(
      [near, far].map((page) => page.evaluate((ms) => globalThis.party.connected(ms), PATIENCE_MS)),
    );
    if (up.includes(false)) return {};
    const connectMs = performance.now() - began;
    await sleep(RAMP_UP_S * 1000);
    const counted = await count(near, far);
    return {
      connectMs,
      sent: callWay(counted.near, counted.far, counted.seconds),
      received: callWay(counted.far, counted.near, counted.seconds),
    };
  } finally {
    await Promise.all([near, far].map((page) => page.context().close()));
  }
}

function openEnd(page: Page, options: PartyOptions, sendsVideo: boolean): Promise<void> {
  return page.evaluate(([how, sends]) => globalThis.party.open(how, sends), [options, sendsVideo] as const);
}

async function count(near: Page, far: Page) {
  const look = () =>
    Promise.all([near, far].map((page) => page.evaluate(() => globalThis.party.stats() as Promise<Stat[]>)));
  const began = performance.now();
  const looks = [await look()];
  for (let second = 1; second <= COUNTED_S; second++) {
    await sleep(Math.max(0, began + second * 1000 - performance.now()));
    looks.push(await look());
  }
  const seconds = (performance.now() - began) / 1000;
  await sleep(LINES_SETTLE_S * 1000);
  const settled = await look();
  const momentsOf = (end: 0 | 1) => ({
    before: looks[0]?.[end] ?? [],
    after: looks.at(-1)?.[end] ?? [],
    settledHeightPx: pictureHeight(settled[end] ?? []),
  });
  return { near: momentsOf(0), far: momentsOf(1), seconds };
}
