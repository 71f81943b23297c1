/**
 * A full measurement over TCP or TLS: losses hide in delay there, and what is sent queues in the socket. The
 * amount under way is bounded by what came back, and grows by half every round trip until the delay says that a queue stands.
 */
import type { DatagramLink } from './datagram-link.ts';
import { PROBES_PER_SECOND } from './light-plan.ts';
import type { PlanRequest, PlanResult } from './measurement-plan.ts';
import { sendPaced, settle } from './paced-probes.ts';
import { crossings, returned, transitMs } from './packet-log.ts';
import { median } from './quantile.ts';
import { warmUp } from './warm-up.ts';

const REST_MS = 700;
const FLOW_MS = 2_000;
const TICK_MS = 4;
/** ms of queue beyond the round trip that may stand. */
const QUEUE_MS = 60;
const FIRST_FLIGHT_BYTES = 14_000;

export async function streamPlan(
  link: DatagramLink,
  request: PlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<PlanResult> {
  const { overheadBytes, capKbps } = request;
  await warmUp(link, signal);
  await sendPaced(link, { perSecond: PROBES_PER_SECOND.slow, kind: 'probe', ms: REST_MS }, signal);
  await settle(link, ['probe'], request.roundTripMs, signal);
  onThroughput();

  const transits = returned(crossings(link.log, 'probe')).map(transitMs);
  const restMs = median(transits) ?? request.roundTripMs;
  const wireBytes = link.maxPayloadBytes + overheadBytes;
  const most = (capKbps * 1.06 * (restMs + QUEUE_MS)) / 8;
  const group = 0;
  let flight = Math.min(FIRST_FLIGHT_BYTES, most);
  let held = 0;
  let ticks = 0;
  let seen = link.log.arrivals.length;
  let underWay = 0;
  let credit = 0;
  const start = link.now();
  let last = start;
  while (link.now() - start < FLOW_MS + 2 * restMs) {
    let recentMs: number | undefined;
    for (; seen < link.log.arrivals.length; seen += 1) {
      const arrival = link.log.arrivals[seen];
      const sent = arrival === undefined ? undefined : link.log.sent[arrival.seq];
      if (arrival === undefined || sent?.kind !== 'burst') continue;
      underWay -= wireBytes;
      recentMs = arrival.receivedMs - sent.sentMs;
      // Slow start's doubling while no queue stands; back down while one does.
      if (recentMs < restMs + QUEUE_MS / 2) flight = Math.min(most, flight + wireBytes);
      else if (recentMs > restMs + QUEUE_MS)
        flight = Math.max(FIRST_FLIGHT_BYTES / 4, flight - wireBytes / 2);
    }
    const now = link.now();
    credit = Math.min(credit + (capKbps * 1.06 * (now - last)) / 8, wireBytes * 24);
    last = now;
    ticks += 1;
    while (underWay + wireBytes <= flight && credit >= wireBytes) {
      if (!link.send(link.maxPayloadBytes, 'burst', group)) break;
      underWay += wireBytes;
      credit -= wireBytes;
    }
    if (underWay + wireBytes <= flight) held += 1;
    await link.sleep(TICK_MS, signal);
  }
  await settle(link, ['burst'], restMs, signal);
  return { log: link.log, decidingGroup: group, capped: held > 0.5 * ticks };
}
