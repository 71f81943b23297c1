/** One watch at a time, for one page: it ends with its time, with the page, or with a test that somebody asks for. */
import { NOTHING_SEEN, type WatchRequest, type WatchUpdate } from '../core/watch/watch-report.ts';
import type { WatchViewer } from '../platform/watch-port.ts';
import type { PrecallEnvironment } from '../precall/run/precall-environment.ts';
import { WatchStopped, watchLine } from '../precall/run/watch-line.ts';

/** ms that its page may take to show up. */
const ATTACH_MS = 10_000;
/** ms after its time for the last probes and a loop being given back; one that had to wait or to look for a server long takes longer. */
const GRACE_MS = 10_000;

export interface Watching {
  /** Answers at once; what is seen goes to the page that attaches. */
  start(request: WatchRequest): 'started' | 'busy';
  attach(watchId: string, viewer: WatchViewer): void;
  /** Ends the watch under way for a test; what it has open is given up before the test begins. */
  makeWay(): void;
  /** ms that the one under way may still take; null: there is none. */
  leftMs(): number | null;
}

export interface WatchingMeans {
  readonly environment: PrecallEnvironment;
  /** Waits for what is under way, unless the signal fires, and lets nothing else begin meanwhile. */
  exclusively<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Told what a watch has used. */
  onEnd(bytes: number): Promise<void>;
  /** The host has something to do as long as that. */
  underWay(work: Promise<void>): void;
}

interface Watch {
  readonly request: WatchRequest;
  readonly stop: AbortController;
  readonly endsAt: number;
  viewer?: WatchViewer;
  latest: WatchUpdate;
}

export function createWatching({ environment, exclusively, onEnd, underWay }: WatchingMeans): Watching {
  let current: Watch | null = null;
  /** Also when it is over: its page may come as late as that. */
  let newest: Watch | null = null;

  async function make(watch: Watch): Promise<void> {
    const { request, stop } = watch;
    const alone = setTimeout(() => {
      if (watch.viewer === undefined) stop.abort(new WatchStopped('stopped'));
    }, ATTACH_MS);
    const tell = (update: WatchUpdate): void => {
      watch.latest = update;
      watch.viewer?.tell(update);
    };
    try {
      const last = await exclusively(stop.signal, () =>
        watchLine(request, environment, { signal: stop.signal, onUpdate: tell }),
      );
      tell(last);
      // Whoever reads that it is over may start another.
      if (current === watch) current = null;
      await onEnd(last.bytes ?? 0);
    } catch (error) {
      const { aborted, reason } = stop.signal;
      if (!aborted) {
        console.error('Precall: the watch failed:', error instanceof Error ? error.name : 'unknown error');
      }
      // Stopped while it waited for a run, perhaps: it has seen nothing.
      if (watch.latest.phase !== 'ended') {
        const end = reason instanceof WatchStopped ? reason.why : 'failed';
        tell({ ...watch.latest, phase: 'ended', silentMs: 0, seconds: [], end });
      }
    } finally {
      clearTimeout(alone);
      if (current === watch) current = null;
    }
  }

  return {
    start(request) {
      // One that is being given back is waited for.
      if (current !== null && !current.stop.signal.aborted) return 'busy';
      const startedAt = environment.now();
      newest = {
        request,
        stop: new AbortController(),
        endsAt: startedAt + request.ms + GRACE_MS,
        latest: {
          phase: 'waiting',
          startedAt,
          ofMs: request.ms,
          silentMs: 0,
          seconds: [],
          summary: NOTHING_SEEN,
        },
      };
      current = newest;
      underWay(make(newest));
      return 'started';
    },
    attach(watchId, viewer) {
      const watch = newest;
      if (watch?.request.watchId !== watchId) return;
      watch.viewer = viewer;
      viewer.tell(watch.latest);
      viewer.onStop(() => watch.stop.abort(new WatchStopped('stopped')));
    },
    makeWay: () => current?.stop.abort(new WatchStopped('test')),
    leftMs: () => (current === null ? null : Math.max(0, current.endsAt - environment.now())),
  };
}
