import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { METRICS } from '../src/views/metrics.ts';
import { t } from '../src/views/words/text.ts';
import { Chart } from './chart.tsx';
import { readNormal } from './history-data.ts';
import type { HistorySource } from './opened-file.ts';

interface ChartsProps {
  readonly source: HistorySource;
  readonly points: readonly HistoryPoint[];
  readonly from: number;
  readonly to: number;
}

/** The four numbers over time, with one zoom for all. */
export function Charts({ source, points, from, to }: ChartsProps): JSX.Element {
  const [normal, setNormal] = useState<JudgedRun['normal']>({});
  const [zoom, setZoom] = useState<readonly [number, number]>();
  useEffect(() => {
    let wanted = true;
    setZoom(undefined);
    readNormal(source, points).then(
      (read) => wanted && setNormal(read),
      (error: unknown) => console.error('Precall: the normal ranges cannot be read.', error),
    );
    return () => {
      wanted = false;
    };
  }, [source, points]);
  const [start, end] = zoom ?? [from, to];
  return (
    <section class="card" aria-labelledby="charts-title">
      <div class="section-line">
        <h2 id="charts-title">{t('chartsHeading')}</h2>
        <button type="button" disabled={zoom === undefined} onClick={() => setZoom(undefined)}>
          {t('zoomOut')}
        </button>
      </div>
      <p class="muted">{t('chartsHelp')}</p>
      <div class="charts">
        {METRICS.map((metric) => {
          const range = normal[metric.key];
          return (
            <Chart
              key={metric.key}
              metric={metric}
              points={points}
              from={start}
              to={end}
              {...(range && { normal: range })}
              onZoom={setZoom}
            />
          );
        })}
      </div>
    </section>
  );
}
