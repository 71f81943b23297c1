/** A watch as a file: what was seen, without any address or credential. */
import type { WatchSecond, WatchUpdate } from './watch-report.ts';

export interface WatchExport
  extends Pick<
    WatchUpdate,
    'server' | 'relayProtocol' | 'networkType' | 'summary' | 'end' | 'reason' | 'bytes'
  > {
  readonly format: 'precall-watch';
  readonly version: 1;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly seconds: readonly WatchSecond[];
}

export function watchExport(update: WatchUpdate, seconds: readonly WatchSecond[]): WatchExport {
  const { startedAt, phase: _phase, ofMs: _of, silentMs: _silent, roundTripTimeMs: _now, ...rest } = update;
  return { format: 'precall-watch', version: 1, ...rest, startedAt: Math.round(startedAt), seconds };
}

/** Those known before with what an update brought. */
export function withNews(
  before: readonly WatchSecond[],
  news: readonly WatchSecond[],
): readonly WatchSecond[] {
  if (news.length === 0) return before;
  const all = new Map([...before, ...news].map((each) => [each.second, each]));
  return [...all.values()].sort((a, b) => a.second - b.second);
}
