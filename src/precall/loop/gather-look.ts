/** What a browser tells while it tries one TURN URL with credentials that nobody has: a look at a server that gives nothing secret away. */
import { withTimeout } from '../base/abortable.ts';
import type { IceError } from './failure-reason.ts';

/**
 * A look takes what the attempt before it took until it was given up, and some more: Windows takes 2 s to give a closed port up, a slow
 * resolver longer to give up a name. A server that is silent the browsers give up later than after `mostMs`.
 */
const LOOK = { leastMs: 1_500, mostMs: 5_000, timesAttempt: 1.5 } as const;

export function lookMs(attemptMs: number): number {
  return Math.min(LOOK.mostMs, Math.max(LOOK.leastMs, LOOK.timesAttempt * attemptMs));
}

export interface GatherLook {
  readonly errors: readonly IceError[];
  /** The browser gave every attempt up; false: it was still trying when the time was over. */
  readonly isComplete: boolean;
}

/** Ends when gathering does, after `ms`, or with the first error that is `enough`. Rejects only when aborted. */
export async function gatherLook(
  url: string,
  { ms, enough = () => false }: { readonly ms: number; readonly enough?: (error: IceError) => boolean },
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  signal: AbortSignal,
): Promise<GatherLook> {
  const end = create({
    iceServers: [{ urls: url, username: 'lookup', credential: 'lookup' }],
    iceTransportPolicy: 'relay',
  });
  const errors: IceError[] = [];
  try {
    const ended = await withTimeout(
      ms,
      signal,
      (own) =>
        new Promise<'complete' | 'enough'>((resolve, reject) => {
          own.addEventListener('abort', () => reject(own.reason), { once: true });
          end.addEventListener('icecandidateerror', ({ errorCode, errorText }) => {
            const error = { code: errorCode, text: errorText };
            errors.push(error);
            if (enough(error)) resolve('enough');
          });
          end.addEventListener('icegatheringstatechange', () => {
            if (end.iceGatheringState === 'complete') resolve('complete');
          });
          end.createDataChannel('lookup');
          end.setLocalDescription().catch(reject);
        }),
    );
    return { errors, isComplete: ended === 'complete' };
  } finally {
    end.close();
  }
}
