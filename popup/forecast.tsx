import type { JSX } from 'preact';
import type { Cause } from '../src/core/forecast/forecast-types.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { forecastOf } from '../src/core/monitor/run-forecast.ts';
import { type ForecastLine, forecastTold } from '../src/core/presentation/forecast-lines.ts';
import type { CallProfile } from '../src/core/settings/settings.ts';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { formatNumber } from '../src/views/words/format.ts';
import { type TextKey, t } from '../src/views/words/text.ts';

const CAUSE_TEXT = {
  bandwidth: 'forecastCause_bandwidth',
  'bandwidth-up': 'forecastCause_bandwidth_up',
  'bandwidth-down': 'forecastCause_bandwidth_down',
  'delay-variation': 'forecastCause_delay_variation',
  loss: 'forecastCause_loss',
  'round-trip': 'forecastCause_round_trip',
  'short-queue': 'forecastCause_short_queue',
} as const satisfies Record<Exclude<Cause, 'no-connection'>, TextKey>;

/** What the next call will be, a line for each thing that is known, and why it is not better. */
export function Forecast({ run, profile }: { run: JudgedRun; profile: CallProfile }): JSX.Element | null {
  const forecast = forecastOf(run);
  // The status has said it already.
  if (forecast.cause === 'no-connection') return null;
  const { lines, fine, cause, unknown } = forecastTold(forecast, profile, run.summaryCode);
  return (
    <section class="card forecast">
      <h2>{t('forecastHeading')}</h2>
      {fine !== undefined && <p>{t(`forecastFine_${fine}`)}</p>}
      {lines.length > 0 && (
        <dl>
          {lines.map((line) => (
            <Line key={line.about} line={line} />
          ))}
        </dl>
      )}
      {unknown !== undefined && <p class="muted">{t(`forecastUnknown_${unknown}`)}</p>}
      {cause !== undefined && cause !== 'no-connection' && <p class="muted">{t(CAUSE_TEXT[cause])}</p>}
    </section>
  );
}

function Line({ line }: { line: ForecastLine }): JSX.Element {
  const { about, look, words } = line;
  return (
    <div>
      <dt>{t(`forecast_${about}`)}</dt>
      <dd>
        <StatusIcon look={look} size={14} />
        {'heightPx' in words ? t(words.key, formatNumber(words.heightPx)) : t(words.key)}
      </dd>
    </div>
  );
}
