import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type HistoryPoint, newestFilled } from '../src/core/history/history-record.ts';
import { filledLineEffect, limitWithoutQueueKbps } from '../src/core/judgement/filled-line-told.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { queueMsOf, roundTripsPerMinute, type Thorough } from '../src/core/report/filled-line.ts';
import { callers } from '../src/platform/messages.ts';
import { useAsk } from '../src/views/ask.ts';
import { MessageFailed } from '../src/views/message-failed.tsx';
import { formatKbps, formatMs, formatNumber, formatRelative } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';
import { Transports } from './transports.tsx';

interface ThoroughProps {
  readonly run: JudgedRun;
  readonly points: readonly HistoryPoint[];
  /** Whether a run is under way. */
  readonly running: boolean;
  readonly now: number;
}

const background = callers('background');

/** What a filled line does to calls, of the newest thorough test of the day, and the button for another. */
export function ThoroughTest({ run, points, running, now }: ThoroughProps): JSX.Element {
  const line = newestFilled(run, points);
  const { thorough } = run.report;
  return (
    <section class="card thorough">
      <h2>{t('thoroughHeading')}</h2>
      {line !== undefined && <FilledLineTold line={line} now={now} isNewest={line.runId === run.runId} />}
      {line === undefined && thorough !== undefined && <p>{whyNot(thorough)}</p>}
      <Transports report={run.report} />
      <AskForOne disabled={running} />
    </section>
  );
}

function whyNot({ missing }: Thorough): string {
  const tooWide = missing === 'the line carries more than the test may send';
  return t(tooWide ? 'filledLineUnfilled' : 'filledLineMissing');
}

function FilledLineTold(props: {
  line: ReturnType<typeof newestFilled> & {};
  now: number;
  isNewest: boolean;
}): JSX.Element {
  const { line, now, isNewest } = props;
  const effect = filledLineEffect(line);
  const loaded = formatMs(line.loadedRoundTripTimeMs);
  const { throughputKbps, atLeast = false } = line;
  const limit =
    throughputKbps === null || atLeast ? undefined : formatKbps(limitWithoutQueueKbps(throughputKbps));
  return (
    <>
      <p class="because">
        {t(
          `filledLine_${effect}`,
          formatMs(line.idleRoundTripTimeMs),
          line.loadedAtLeast ? t('atLeast', loaded) : loaded,
        )}
      </p>
      {effect !== 'steady' && (
        <p>{limit === undefined ? t('filledLineAdviceAny') : t('filledLineAdvice', limit)}</p>
      )}
      <p class="muted">
        {t('filledLineFigures', formatMs(queueMsOf(line)), formatNumber(roundTripsPerMinute(line)))}
      </p>
      {!isNewest && <p class="muted">{t('filledLineAt', formatRelative(line.at - now))}</p>}
    </>
  );
}

function AskForOne({ disabled }: { disabled: boolean }): JSX.Element {
  const { failed, ask } = useAsk();
  const [isRefused, setIsRefused] = useState(false);
  const start = (despiteSound: boolean): void =>
    ask(
      background.startThorough({ despiteSound }).then((answer) => setIsRefused(answer === 'sound-playing')),
    );
  return (
    <>
      <p class="muted">{t('thoroughHint')}</p>
      {isRefused && <p role="alert">{t('thoroughSound')}</p>}
      <MessageFailed failed={failed} />
      <button type="button" disabled={disabled} onClick={() => start(isRefused)}>
        {t(isRefused ? 'thoroughAnyway' : 'thoroughTest')}
      </button>
    </>
  );
}
