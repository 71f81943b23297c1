import type { JSX } from 'preact';
import type { WatchUpdate } from '../src/core/watch/watch-report.ts';
import { formatMs, formatNumber, formatPercent, formatSeconds, NO_VALUE } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';

/** The numbers that count, now and so far. */
export function Figures({ update }: { update: WatchUpdate }): JSX.Element {
  const { roundTripTimeMs, summary } = update;
  const { roundTripTime, stalls, probesSent, probesLost, changes, interruptions } = summary;
  const longest = Math.max(...stalls.map(({ ms }) => ms));
  return (
    <dl class="figures">
      <Figure
        name={t('watchNow')}
        value={roundTripTimeMs === undefined ? NO_VALUE : formatMs(roundTripTimeMs)}
        more={roundTripTime && t('watchUsual', formatMs(roundTripTime.medianMs))}
      />
      <Figure
        name={t('watchStallCount')}
        value={formatNumber(stalls.length)}
        more={stalls.length === 0 ? undefined : t('watchLongest', formatSeconds(longest))}
      />
      <Figure
        name={t('metric_lossRatio')}
        value={probesSent === 0 ? NO_VALUE : formatPercent(probesLost / probesSent)}
        more={t('watchOfProbes', formatNumber(probesLost), formatNumber(probesSent))}
      />
      <Figure
        name={t('watchChangeCount')}
        value={formatNumber(changes.length + interruptions.length)}
        more={undefined}
      />
    </dl>
  );
}

function Figure(props: { name: string; value: string; more: string | undefined }): JSX.Element {
  return (
    <div class="card">
      <dt>{props.name}</dt>
      <dd class="value">{props.value}</dd>
      {props.more !== undefined && <dd class="muted">{props.more}</dd>}
    </div>
  );
}
