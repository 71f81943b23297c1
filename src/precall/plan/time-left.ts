/** How long a run goes on sending probes. Pure. */
import { SMALL } from '../link/datagram-kinds.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { loopRoundTripMs, packetRecords, returned } from '../link/packet-log.ts';
import type { PlanRequest } from '../link/plan-request.ts';

/** ms and round trips from a run's beginning, setting the loop up included, by which its last probe leaves (bench). */
const LAST_PROBE = {
  full: { ms: 2_290, roundTrips: 9 },
  light: { ms: 1_930, roundTrips: 8 },
} as const;

/**
 * ms left for probes, `planMs` after the plan began. What setting the loop up took (losses repeat it, a slow link
 * takes its time) is taken off, so that a bad line does not make its users wait longer as well.
 */
export function timeLeftMs(link: DatagramLink, request: PlanRequest, planMs: number): number {
  const { kind, roundTripMs, setUpMs = 0 } = request;
  const { ms, roundTrips } = LAST_PROBE[kind];
  // The round trip ICE's checks gave may hold the queue that setting the loop up has raised: the quickest probe's does not.
  const least = Math.min(roundTripMs, ...returned(packetRecords(link.log, ...SMALL)).map(loopRoundTripMs));
  return ms + roundTrips * least - setUpMs - planMs;
}
