/**
 * A loop through one URL and, when that is late, a second beside it: on a line that loses datagrams in runs a whole set-up can
 * go under, and the browser repeats its parts after ever longer waits. Whichever is up first is used.
 */
import type { RelayProtocol } from '../core/ice-server.ts';
import { orAbort, withTimeout } from './abortable.ts';
import { type LoopBytes, readLoopBytes } from './loop-stats.ts';
import { type LoopOutcome, RelayLoop, type RelayUrl } from './relay-loop.ts';
import type { LoopEngine } from './rtp-engine.ts';

/** ms; a server that has not answered by then is taken for silent. */
export const SILENCE_MS = 5_000;
/**
 * ms; a loop that is still coming up on a slow line gets this long. Browsers repeat a lost DTLS flight after 50 ms and then after
 * twice the time before: what six losses in a row have cost is made good 13 s after ICE is through.
 */
export const SLOW_LOOP_MS = 16_000;
/**
 * From when on a loop is late, ms: without a relay at both ends, at 850 ms of round trip one has them; with them, by how long those
 * took. A whole set-up takes 3.4 times that on a far line, and 1.9 s on one of 0.1 Mbit/s, where a second would be in the way.
 */
const LATE = { withoutRelays: 1_800, least: 2_200, perRelayTime: 3.6, more: 700 } as const;

export interface LoopAttempt {
  readonly loop: RelayLoop;
  readonly engine: LoopEngine;
}

export interface ConnectedLoop {
  readonly outcome: LoopOutcome;
  /** The one that is up, the caller's to close. */
  readonly open?: LoopAttempt;
  /** IP-level bytes of the one that came too late. */
  readonly spentInVain?: LoopBytes;
}

export interface LoopRequest {
  readonly relay: RelayUrl;
  readonly relayProtocol: RelayProtocol;
  createPeerConnection(configuration: RTCConfiguration): RTCPeerConnection;
  openEngine(): LoopEngine;
}

interface Running extends LoopAttempt {
  readonly up: Promise<boolean>;
}

/** Rejects only when aborted. */
export async function connectLoop(request: LoopRequest, signal: AbortSignal): Promise<ConnectedLoop> {
  const startedAt = performance.now();
  const running: Running[] = [];
  const begin = () => {
    const attempt = start(request, startedAt, signal);
    running.push(attempt);
    return attempt;
  };
  const until = (ms: number, decided: Promise<Decided>) =>
    withTimeout(startedAt + ms - performance.now(), signal, (own) => orAbort(decided, own));
  let open: Running | undefined;
  try {
    const first = begin();
    let decided: Promise<Decided> = first.up.then((connected) => ({ by: first, connected }));
    let decision = await until(LATE.withoutRelays, decided);
    const relayedMs = first.loop.relayedMs;
    if (decision === 'timed-out' && relayedMs !== undefined) {
      decision = await until(Math.max(LATE.least, LATE.perRelayTime * relayedMs + LATE.more), decided);
    }
    // Over TCP and TLS nothing is lost that the connection itself would not repeat.
    if (decision === 'timed-out' && request.relayProtocol === 'udp') decided = firstUp(decided, begin());
    if (decision === 'timed-out') decision = await until(SILENCE_MS, decided);
    if (decision === 'timed-out' && running.some(({ loop }) => loop.allocated)) {
      decision = await until(SLOW_LOOP_MS, decided);
    }
    if (decision === 'timed-out') return { outcome: bestOf(running).loop.outcome({ timedOut: true }) };
    const { by, connected } = decision;
    if (!connected) return { outcome: by.loop.outcome({}) };
    open = by;
    const outcome = by.loop.outcome({ connected });
    const late = running.find((attempt) => attempt !== by);
    if (late?.loop.allocated !== true) return { outcome, open };
    return { outcome, open, spentInVain: await readLoopBytes(late.loop, request.relayProtocol) };
  } finally {
    for (const attempt of running) {
      if (attempt === open) continue;
      attempt.loop.close();
      attempt.engine.close();
    }
  }
}

interface Decided {
  readonly by: Running;
  readonly connected: boolean;
}

function start(request: LoopRequest, startedAt: number, signal: AbortSignal): Running {
  const loop = new RelayLoop(request.relay, request.createPeerConnection, startedAt);
  const engine = request.openEngine();
  const up = loop.connect(engine, signal);
  up.catch(() => undefined); // awaited as well, but perhaps not to the end
  return { loop, engine, up };
}

/** That a second attempt fails decides nothing: the first may have taken the last allocation there was. */
function firstUp(first: Promise<Decided>, second: Running): Promise<Decided> {
  return new Promise((resolve, reject) => {
    first.then(resolve, reject);
    second.up.then(
      (connected) => {
        if (connected) resolve({ by: second, connected });
      },
      () => undefined, // nor that it could not be made; an abort ends the first as well
    );
  });
}

/** The attempt that got furthest tells most. */
function bestOf(running: readonly Running[]): Running {
  const [first, second] = running;
  if (first === undefined) throw new Error('no loop was begun');
  return second?.loop.allocated === true && !first.loop.allocated ? second : first;
}
