/** One line and what the thorough test told of it. */
import type { OutputLine } from '../../cli/output-line.ts';
import type { LinkStats } from '../link/emulator.ts';
import type { LinkOptions } from '../link/link-spec.ts';
import { shown } from '../report/markdown-table.ts';

export const HEADER = [
  'kbit/s',
  'queue ms',
  'told ms',
  'error',
  'idle → full ms',
  'RPM',
  'longest waits up/down ms',
  'filling MB',
  'all MB',
  'time s',
];

/** How near the queue told is to be: ms, or share of the queue. */
const WITHIN = { ms: 10, share: 0.1 } as const;

export function isWithin(queueMs: number, { thorough }: OutputLine): boolean {
  const told = thorough?.filledLine?.queueMs ?? Number.NaN;
  return Math.abs(told - queueMs) <= Math.max(WITHIN.ms, WITHIN.share * queueMs);
}

export function queueRow(
  { rateKbps, queueMs = 0 }: LinkOptions,
  { thorough, run }: OutputLine,
  { up, down }: LinkStats,
): string[] {
  const line = thorough?.filledLine;
  const told = line?.queueMs;
  const megabytes = (bytes: number | undefined) => shown(bytes === undefined ? undefined : bytes / 1e6, 1);
  return [
    String(rateKbps),
    String(queueMs),
    line === undefined ? (thorough?.missing ?? '-') : `${line.atLeast ? '>= ' : ''}${shown(told)}`,
    told === undefined ? '-' : `${shown((100 * (told - queueMs)) / queueMs, 1)} %`,
    `${shown(line?.idleRoundTripTimeMs)} → ${shown(line?.loadedRoundTripTimeMs)}`,
    shown(line?.roundTripsPerMinute),
    `${shown(up.maxWaitMs)} / ${shown(down.maxWaitMs)}`,
    megabytes(line?.bytes),
    megabytes(run.bytesSent + run.bytesReceived),
    shown(run.durationMs / 1000, 1),
  ];
}

/** UDP, TCP and TLS side by side. */
export function transportText({ thorough }: OutputLine): string {
  const texts = (thorough?.transports ?? []).map(
    ({ relayProtocol, roundTripTimeMs, jitterMs, lossRatio, throughputKbps, atLeast = false }) =>
      `${relayProtocol} ${shown(roundTripTimeMs, 1)} ms, jitter ${shown(jitterMs, 1)}, loss ${shown(lossRatio, 3)}, ${atLeast ? '>= ' : ''}${shown(throughputKbps)} kbit/s`,
  );
  return texts.join('; ');
}
