/** Probes at an even pace for minutes, and closer ones while one is late. */
import { quantile } from '../../core/base/statistics.ts';
import { LOST_AFTER_MS, WATCH_GROUP } from '../estimate/stall/watched-line.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { packetRecords } from '../link/packet-log.ts';
import type { WatchPlanRequest } from '../link/plan-request.ts';
import { newsOf, type SeenPackets } from '../link/seen-packets.ts';
import { warmUp } from '../plan/warm-up.ts';
import { CLOSER_LOOK, WATCH_PROBE_BYTES } from './watch-pace.ts';

/** ms between two looks: short, so that a stall of this browser's own is not longer than it was. */
const TICK_MS = 25;
/** ms between two tellings. */
const TELL_MS = 1_000;
/** ms beyond nearly all of the latest round trips, and their count, after which a probe is late. */
const LATE = { ms: 50, share: 0.9, of: 20 } as const;

/** `tell` gets what was seen, each second and at the end. */
export async function watchPlan(
  link: DatagramLink,
  { ms, perSecond, roundTripMs }: WatchPlanRequest,
  signal: AbortSignal,
  tell: (seen: SeenPackets) => void,
): Promise<void> {
  const news = newsOf(link.log);
  await warmUp(link, roundTripMs, signal);
  const mostPerSecond = perSecond + CLOSER_LOOK.perSecond;
  link.expectProbes?.({
    perSecond: mostPerSecond,
    ms: ms + (CLOSER_LOOK.most / mostPerSecond) * 1_000,
  });
  const start = link.now();
  const gapMs = 1_000 / perSecond;
  let [nextAt, closerAt, toldAt] = [start, start, start];
  let closer: number = CLOSER_LOOK.most;
  for (let now = start; now - start < ms; now = link.now()) {
    if (now >= nextAt) {
      link.send(WATCH_PROBE_BYTES, 'probe', WATCH_GROUP.paced);
      // After a stall of our own they do not go out in a heap.
      nextAt = Math.max(nextAt + gapMs, now);
      closerAt = now + CLOSER_LOOK.gapMs;
    } else if (now >= closerAt && closer >= 1 && isOneLate(link, now)) {
      link.send(WATCH_PROBE_BYTES, 'probe', WATCH_GROUP.closer);
      closerAt = now + CLOSER_LOOK.gapMs;
      closer -= 1;
    }
    closer = Math.min(CLOSER_LOOK.most, closer + (CLOSER_LOOK.perSecond * TICK_MS) / 1_000);
    if (now - toldAt >= TELL_MS) {
      tell(news(now));
      toldAt = now;
    }
    await link.sleep(TICK_MS, signal);
  }
  const end = link.now();
  while (link.now() - end < LOST_AFTER_MS && someAreOut(link, end - LOST_AFTER_MS)) {
    await link.sleep(TICK_MS, signal);
  }
  tell(news(link.now()));
}

/** Whether the first probe sent behind the newest that came should be here by now. */
function isOneLate({ log }: DatagramLink, now: number): boolean {
  const latest = log.arrivals.slice(-LATE.of);
  const longMs = quantile(
    latest.map(({ seq, receivedMs }) => receivedMs - (log.sent[seq]?.sentMs ?? receivedMs)),
    LATE.share,
  );
  const due = log.sent[Math.max(...latest.map(({ seq }) => seq)) + 1];
  return due !== undefined && longMs !== undefined && now - due.sentMs > longMs + LATE.ms;
}

function someAreOut(link: DatagramLink, sinceMs: number): boolean {
  // Without this browser's stalls: to hold each probe against each of them would be one.
  const { sent, arrivals } = link.log;
  const probes = packetRecords({ sent, arrivals }, 'probe');
  return probes.some(({ sentMs, receivedMs }) => sentMs >= sinceMs && receivedMs === undefined);
}
