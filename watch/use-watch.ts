/** The watch that this page shows: asked for, followed, stopped. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { withNews } from '../src/core/watch/watch-export.ts';
import type { WatchEnd, WatchSecond, WatchUpdate } from '../src/core/watch/watch-report.ts';
import type { WatchRefusal } from '../src/messages.ts';
import { callers } from '../src/platform/messages.ts';
import { holdForm } from '../src/platform/open-form.ts';
import { showWatch } from '../src/platform/watch-port.ts';

const background = callers('background');

export interface SeenWatch {
  readonly update: WatchUpdate;
  readonly seconds: readonly WatchSecond[];
  /** Present when it has ended; `gone`: the browser ended the host in the middle. */
  readonly end?: WatchEnd | 'gone';
}

export interface WatchState {
  readonly asking: boolean;
  readonly trouble?: WatchRefusal | 'no-answer';
  readonly seen?: SeenWatch;
}

export interface HeldWatch extends WatchState {
  start(seconds: number): void;
  stop(): void;
}

export function useWatch(): HeldWatch {
  const [state, setState] = useState<WatchState>({ asking: false });
  const open = useRef<{ stop(): void } | null>(null);
  const isRunning = state.seen !== undefined && state.seen.end === undefined;
  useEffect(() => {
    if (!isRunning) return undefined;
    // An update of the extension waits for it, as for a form.
    const release = holdForm();
    return () => void release();
  }, [isRunning]);

  async function start(seconds: number): Promise<void> {
    // What becomes of an earlier one matters no more.
    open.current = null;
    setState({ asking: true });
    const answer = await background.startWatch({ seconds });
    if ('refused' in answer) {
      setState({ asking: false, trouble: answer.refused });
      return;
    }
    const own = showWatch(answer.watchId, {
      onUpdate: (update) => setState(({ seen }) => ({ asking: false, seen: following(seen, update) })),
      onGone: () => {
        if (open.current !== own) return;
        setState((before) => {
          const { seen } = before;
          if (seen === undefined) return { asking: false, trouble: 'no-answer' };
          return seen.end === undefined ? { asking: false, seen: { ...seen, end: 'gone' } } : before;
        });
      },
    });
    open.current = own;
  }

  return {
    ...state,
    start(seconds) {
      start(seconds).catch((error: unknown) => {
        console.error('Precall: the background did not answer.', error);
        setState({ asking: false, trouble: 'no-answer' });
      });
    },
    stop: () => open.current?.stop(),
  };
}

function following(seen: SeenWatch | undefined, update: WatchUpdate): SeenWatch {
  const seconds = withNews(seen?.seconds ?? [], update.seconds);
  return { update, seconds, ...(update.end === undefined ? {} : { end: update.end }) };
}
