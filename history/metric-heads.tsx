import type { JSX } from 'preact';
import { METRICS } from '../src/views/metrics.ts';
import { t } from '../src/views/words/text.ts';

/** The heads of the columns that any table of results has: each metric, and the MOS. */
export function MetricHeads(): JSX.Element {
  return (
    <>
      {METRICS.map(({ key }) => (
        <th key={key} scope="col" class="number">
          {t(`metric_${key}`)}
        </th>
      ))}
      <th scope="col" class="number" title={t('mosHelp')}>
        {t('mosLabel')}
      </th>
    </>
  );
}
