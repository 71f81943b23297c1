import type { JSX } from 'preact';
import { callers } from '../src/platform/messages.ts';
import type { RunningRun } from '../src/platform/storage.ts';
import { useAsk } from '../src/views/ask.ts';
import { MessageFailed } from '../src/views/message-failed.tsx';
import { RunProgressBar } from '../src/views/run-progress-bar.tsx';
import { formatRelative } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';

interface ActionsProps {
  readonly running: RunningRun | null;
  /** When the next run is due, ms since the epoch; null: none planned. */
  readonly due: { readonly at: number } | null;
  readonly scheduled: boolean;
  readonly now: number;
}

const background = callers('background');

/** The foot of the popup: it stays in sight, and keeps its height whatever it shows. */
export function Actions(props: ActionsProps): JSX.Element {
  const { failed, ask } = useAsk();
  return (
    <footer>
      <MessageFailed failed={failed} />
      <div class="run-row">
        {props.running === null ? (
          <Idle {...props} onTest={() => ask(background.startRun({}))} />
        ) : (
          <RunProgressBar progress={props.running.progress} onCancel={() => ask(background.cancelRun())} />
        )}
      </div>
    </footer>
  );
}

function Idle({ due, scheduled, now, onTest }: ActionsProps & { onTest: () => void }): JSX.Element {
  return (
    <>
      <p class="muted">{nextTest(due, scheduled, now)}</p>
      <button type="button" class="primary" onClick={onTest}>
        {t('testNow')}
      </button>
    </>
  );
}

function nextTest(due: ActionsProps['due'], scheduled: boolean, now: number): string {
  if (!scheduled || due === null) return t('testsOff');
  const wait = due.at - now;
  return wait < 10_000 ? t('nextTestSoon') : t('nextTest', formatRelative(wait));
}
