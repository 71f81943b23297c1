/**
 * A full measurement over UDP: probes at rest around one short burst that holds a small queue. Trains of growing
 * size find the rate of the burst, so that a slow link never gets a fast link's train.
 */
import { scatterOf, sendBurst } from './burst.ts';
import { estimateCapacity, trainKbps } from './capacity-estimate.ts';
import type { DatagramLink } from './datagram-link.ts';
import { PROBES_PER_SECOND } from './light-plan.ts';
import type { PlanRequest, PlanResult } from './measurement-plan.ts';
import { sendPaced, settle } from './paced-probes.ts';
import { crossings, returned, transitMs } from './packet-log.ts';
import { median } from './quantile.ts';
import { warmUp } from './warm-up.ts';

/** 6 x 234 bytes are 112 ms of a 100 kbit/s link. */
const FIRST_TRAIN = { count: 6, bytes: 180 } as const;
/** Chromium paces its first few kB of larger packets (bandwidth probing); these get that over with. */
const PACED_BY_BROWSER = { count: 20, bytes: 250 } as const;
const SECOND_TRAIN = { count: 16, bytes: 1140 } as const;
/** kbit/s; below this the first train says enough for a burst. */
const SLOW_KBPS = 600;
const MOST_BURSTS = 3;
/** What a burst that met no queue is multiplied with. */
const STEP_UP = 1.8;
/** ms of probes on the loop at rest, before and after the burst together. */
const REST_MS = 1_500;
const LEAST_AFTER_MS = 700;

export async function datagramPlan(
  link: DatagramLink,
  request: PlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<PlanResult> {
  const { overheadBytes, capKbps } = request;
  const start = link.now();
  await warmUp(link, signal);
  const probes = (group: number) => ({
    perSecond: PROBES_PER_SECOND.slow,
    kind: 'probe' as const,
    ms: 1_500,
    until: () => trainIsIn(link, group),
  });

  let group = 0;
  await sendTrain(link, FIRST_TRAIN, group, signal);
  await sendPaced(link, probes(group), signal);
  let expected = trainKbps(groupOf(link, 'train', group), overheadBytes) ?? SLOW_KBPS / 2;
  onThroughput();

  if (expected > SLOW_KBPS) {
    for (let i = 0; i < PACED_BY_BROWSER.count; i += 1) {
      await link.prepare(1, signal);
      link.send(PACED_BY_BROWSER.bytes, 'warm-up', 0);
      if (i % 4 === 3) await link.sleep(2, signal);
    }
    group += 1;
    await sendTrain(link, SECOND_TRAIN, group, signal);
    await sendPaced(link, probes(group), signal);
    expected = trainKbps(groupOf(link, 'train', group), overheadBytes) ?? expected;
  }

  let capped = false;
  for (let count = 0; count < MOST_BURSTS; count += 1) {
    group += 1;
    const rest = restTransitsOf(link, request.roundTripMs);
    const conditions = { overheadBytes, restMs: Math.min(...rest), scatterMs: scatterOf(rest) };
    const outcome = await sendBurst(
      link,
      { ...conditions, group, expectedKbps: Math.min(expected, 1.5 * capKbps), capKbps },
      signal,
    );
    capped = outcome.capped;
    await sendPaced(link, { perSecond: 50, kind: 'loaded', ms: outcome.drainMs + 25 }, signal);
    await sendPaced(link, { ...probes(group), until: () => burstIsIn(link, group) }, signal);
    const estimate = estimateCapacity(groupOf(link, 'burst', group), conditions);
    if (estimate === undefined || estimate.saturated || capped) break;
    expected = Math.max(expected, estimate.arrivalKbps) * STEP_UP;
  }

  const soFar = crossings(link.log, 'probe').length * (1000 / PROBES_PER_SECOND.slow);
  const rate = expected < SLOW_KBPS ? PROBES_PER_SECOND.slow : PROBES_PER_SECOND.fast;
  const spent = link.now() - start;
  await sendPaced(
    link,
    {
      perSecond: rate,
      kind: 'probe',
      ms: Math.max(LEAST_AFTER_MS, Math.min(REST_MS - soFar / 2, 3_000 - spent)),
    },
    signal,
  );
  await settle(link, ['probe', 'loaded'], request.roundTripMs, signal);
  return { log: link.log, decidingGroup: group, capped };
}

async function sendTrain(
  link: DatagramLink,
  train: { readonly count: number; readonly bytes: number },
  group: number,
  signal: AbortSignal,
): Promise<void> {
  await link.prepare(train.count, signal);
  for (let i = 0; i < train.count; i += 1)
    link.send(Math.min(train.bytes, link.maxPayloadBytes), 'train', group);
}

function groupOf(link: DatagramLink, kind: 'train' | 'burst', group: number) {
  return crossings(link.log, kind).filter((crossing) => crossing.group === group);
}

/** Everything is back, or nothing new came for so long that the rest is lost. */
function isIn(link: DatagramLink, kind: 'train' | 'burst', group: number): boolean {
  const sent = groupOf(link, kind, group);
  const back = returned(sent);
  if (back.length === sent.length) return true;
  const latest = Math.max(...back.map((packet) => packet.receivedMs));
  const lastSent = sent.at(-1)?.sentMs ?? 0;
  const transits = back.map(transitMs);
  const scatter = Math.max(...transits) - Math.min(...transits);
  return (
    back.length >= 3 &&
    link.now() - latest > 40 &&
    link.now() - lastSent > Math.max(...transits) + scatter / 4 + 20
  );
}

const trainIsIn = (link: DatagramLink, group: number) => isIn(link, 'train', group);
const burstIsIn = (link: DatagramLink, group: number) => isIn(link, 'burst', group);

function restTransitsOf(link: DatagramLink, fallbackMs: number): number[] {
  const transits = returned(crossings(link.log, 'probe', 'warm-up', 'train')).map(transitMs);
  return transits.length === 0 ? [median([fallbackMs]) ?? fallbackMs] : transits;
}
