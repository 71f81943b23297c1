import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { statusLine } from '../src/core/presentation/status-line.ts';
import { callers } from '../src/platform/messages.ts';
import { monitorItem, runningItem } from '../src/platform/storage.ts';
import { useAsk } from '../src/views/ask.ts';
import { Hero } from '../src/views/hero.tsx';
import { MessageFailed } from '../src/views/message-failed.tsx';
import { useOnToolbar } from '../src/views/on-toolbar.ts';
import { PinGuide } from '../src/views/pin-guide.tsx';
import { RunProgressBar } from '../src/views/run-progress-bar.tsx';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { useNow, useStored } from '../src/views/stored.ts';
import { formatNumber } from '../src/views/words/format.ts';
import { type TextKey, t } from '../src/views/words/text.ts';
import { useForm } from './form.ts';
import { ServersSection } from './servers-section.tsx';
import { StoredList } from './stored-list.tsx';

const background = callers('background');
const STORED = { monitor: monitorItem, running: runningItem };
const STEPS = [
  { title: 'welcomeWhatTitle', Part: What },
  { title: 'welcomeServersTitle', Part: ServersSection },
  { title: 'welcomeRunTitle', Part: FirstRun },
] as const satisfies readonly { title: TextKey; Part: () => JSX.Element | null }[];

/** Three steps after the installation: what it does and stores, the servers, a first run with its result. */
export function Welcome({ onDone }: { onDone: () => void }): JSX.Element {
  const { effective } = useForm();
  const [step, setStep] = useState(0);
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => title.current?.focus(), [step]);
  const current = STEPS[step];
  if (current === undefined) return <main />;
  const last = step === STEPS.length - 1;
  const { Part } = current;
  return (
    <main class="welcome">
      <p class="welcome-brand">
        <StatusIcon look="brand" size={40} />
        <span>{t('welcomeTitle')}</span>
      </p>
      <p class="muted">{t('welcomeStep', step + 1, STEPS.length)}</p>
      <h1 ref={title} tabIndex={-1}>
        {t(current.title)}
      </h1>
      <Part />
      <div class="actions">
        {step > 0 && (
          <button type="button" onClick={() => setStep(step - 1)}>
            {t('welcomeBack')}
          </button>
        )}
        <button
          type="button"
          class="primary"
          disabled={step === 1 && effective.servers.length === 0}
          onClick={() => (last ? onDone() : setStep(step + 1))}
        >
          {t(last ? 'welcomeDone' : 'welcomeNext')}
        </button>
        {!last && (
          <button type="button" class="quiet" onClick={onDone}>
            {t('welcomeSkip')}
          </button>
        )}
      </div>
    </main>
  );
}

const LOOKS = [
  ['green', 'status_5'],
  ['amber-good', 'status_4'],
  ['amber-fair', 'status_3'],
  ['red', 'status_2'],
] as const;

function What(): JSX.Element {
  const { effective } = useForm();
  const { isOnToolbar } = useOnToolbar();
  return (
    <>
      <ul class="welcome-what">
        {(['welcomeWhat1', 'welcomeWhat2', 'welcomeWhat3'] as const).map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
        <li class="welcome-looks">
          <ul>
            {LOOKS.map(([look, word]) => (
              <li key={look}>
                <StatusIcon look={look} size={32} /> {t(word)}
              </li>
            ))}
          </ul>
        </li>
      </ul>
      {isOnToolbar === false && (
        <section class="card">
          <PinGuide />
        </section>
      )}
      <section class="card" aria-labelledby="stored-title">
        <h2 id="stored-title">{t('storedTitle')}</h2>
        <StoredList />
        <p>{t('welcomeKept', formatNumber(effective.history.keepDays))}</p>
        <p>{t('welcomeNothingYet')}</p>
      </section>
    </>
  );
}

function FirstRun(): JSX.Element | null {
  const { effective, managed } = useForm();
  const stored = useStored(STORED);
  const now = useNow(10_000);
  const { failed, ask } = useAsk();
  const start = (): void => ask(background.startRun({}));
  useEffect(start, []);
  if (stored === undefined || 'failed' in stored) return null;
  const { running, monitor } = stored;
  const state = statusLine({
    servers: effective.servers.length,
    latest: monitor.latest,
    running: running !== null,
    now,
    intervalS: effective.schedule.intervalS,
    profile: effective.calls.profile,
  });
  return (
    <>
      <p>{t('welcomeRunText')}</p>
      <MessageFailed failed={failed} />
      <div class="run-row">
        {running === null ? (
          <button type="button" onClick={start}>
            {t('testNow')}
          </button>
        ) : (
          <RunProgressBar progress={running.progress} onCancel={() => ask(background.cancelRun())} />
        )}
      </div>
      <Hero
        state={state}
        latest={monitor.latest}
        running={running}
        texts={effective.notifications.texts}
        managed={managed.includes('servers')}
        now={now}
      />
    </>
  );
}
