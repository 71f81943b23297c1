import { median } from '../../src/core/base/statistics.ts';
import { nearestRank } from '../report/statistics.ts';
import { type Direction, type LinkSpec, truthOf } from './link-spec.ts';
import type { Link } from './open-link.ts';

/** What raw UDP, without a browser or a TURN server, finds of the link: the emulator's own error. */
export interface LinkValidation {
  /** kbit/s that arrived of a UDP flood above the rate, with losses and jitter switched off. Absent for a trace. */
  readonly upKbps?: number;
  readonly downKbps?: number;
  /** The worse of the two, relative. */
  readonly rateError?: number;
  /** ms, of 60 B pings, less the time their own bits take on the link. */
  readonly rttMs: number;
  readonly rttErrorMs: number;
  /** 0-1, over the loop, counted on pings. */
  readonly loss: number;
  readonly pings: number;
  /** ms, RFC 3550 A.8 interarrival jitter of pings sent every 20 ms. */
  readonly jitterMs: number;
  readonly p95DeviationMs: number;
  /** ms, the emulator's worst lateness with one packet. */
  readonly maxLateMs: number;
}

const PING_BYTES = 60;

export async function validateLink(link: Link, spec: LinkSpec, seconds = 4): Promise<LinkValidation> {
  const truth = truthOf(spec);
  link.emulator.reset();
  const { rttsMs } = await link.ping(20, seconds, PING_BYTES).result;
  const rtts = rttsMs.filter((rtt) => rtt !== null);
  const middle = median(rtts);
  if (middle === undefined) throw new Error('no ping came back over the link');
  const rttMs = middle - serialisationMs(spec);
  const deviations = rtts.map((rtt) => Math.abs(rtt - middle));
  const rates = await floodBothWays(link, spec);
  const stats = await link.emulator.stats();
  return {
    ...rates,
    rttMs,
    rttErrorMs: rttMs - truth.rttMs,
    loss: 1 - rtts.length / rttsMs.length,
    pings: rttsMs.length,
    jitterMs: rfc3550Jitter(rtts),
    p95DeviationMs: nearestRank(deviations, 0.95) ?? 0,
    maxLateMs: Math.max(stats.up.maxLateMs, stats.down.maxLateMs),
  };
}

/** ms that a ping's bits take on both directions. */
function serialisationMs({ up, down }: LinkSpec): number {
  return [up, down].reduce((sum, { rateKbps, trace }) => {
    return sum + (rateKbps > 0 && trace === undefined ? (PING_BYTES * 8) / rateKbps : 0);
  }, 0);
}

async function floodBothWays(link: Link, spec: LinkSpec): Promise<Partial<LinkValidation>> {
  const steady = (direction: Direction): Direction => ({ ...direction, loss: 0, jitterMs: 0 });
  link.emulator.set({ ...spec, up: steady(spec.up), down: steady(spec.down) });
  const upKbps = await floodOneWay(link, 'up', spec.up);
  const downKbps = await floodOneWay(link, 'down', spec.down);
  link.emulator.set(spec);
  if (upKbps === undefined || downKbps === undefined) return {};
  const errors = [upKbps / spec.up.rateKbps - 1, downKbps / spec.down.rateKbps - 1];
  const rateError = errors.reduce((worst, error) => (Math.abs(error) > Math.abs(worst) ? error : worst));
  return { upKbps, downKbps, rateError };
}

async function floodOneWay(link: Link, toward: 'up' | 'down', { rateKbps, trace }: Direction) {
  if (trace !== undefined || rateKbps === 0) return undefined;
  // Long enough for 40 packets: what their first and last are late by is then small beside their span.
  const seconds = Math.max(0.8, (40 * 1200 * 8) / (rateKbps * 1000));
  return (await link.flood(toward, rateKbps * 1.3, seconds).result).kbps;
}

/** https://www.rfc-editor.org/rfc/rfc3550#appendix-A.8, over round trips of evenly sent packets. */
export function rfc3550Jitter(transitsMs: readonly number[]): number {
  let jitter = 0;
  for (let i = 1; i < transitsMs.length; i++) {
    const change = Math.abs((transitsMs[i] ?? 0) - (transitsMs[i - 1] ?? 0));
    jitter += (change - jitter) / 16;
  }
  return jitter;
}
