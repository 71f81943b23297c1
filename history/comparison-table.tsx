import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import type { ServerSummary } from '../src/core/history/server-comparison.ts';
import { METRICS } from '../src/views/metrics.ts';
import { formatMos, formatNumber, formatPercent, NO_VALUE } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';
import { type Comparison, readComparison } from './history-data.ts';
import { DataChannelNote, LowerBound } from './lower-bound.tsx';
import { MetricHeads } from './metric-heads.tsx';
import type { HistorySource } from './opened-file.ts';
import { OverTcpNotes, UnseenLoss } from './over-tcp.tsx';
import { Scroller } from './scroller.tsx';

interface ComparisonTableProps {
  readonly source: HistorySource;
  readonly points: readonly HistoryPoint[];
}

/** Every server of these runs beside the others, also those that were not the best. */
export function ComparisonTable({ source, points }: ComparisonTableProps): JSX.Element | null {
  const [comparison, setComparison] = useState<Comparison>();
  useEffect(() => {
    let wanted = true;
    readComparison(source, points).then(
      (read) => wanted && setComparison(read),
      (error: unknown) => console.error('Precall: the servers cannot be compared.', error),
    );
    return () => {
      wanted = false;
    };
  }, [source, points]);
  return (
    <section class="card">
      <h2 id="comparison-title">{t('comparisonHeading')}</h2>
      {comparison !== undefined && (
        <>
          <p class="muted">{t('comparisonNote', formatNumber(comparison.runs))}</p>
          <Scroller labelledBy="comparison-title">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('column_server')}</th>
                  <th scope="col" class="number">
                    {t('column_tests')}
                  </th>
                  <th scope="col" class="number">
                    {t('column_reached')}
                  </th>
                  <MetricHeads />
                </tr>
              </thead>
              <tbody>
                {comparison.servers.map((server) => (
                  <tr key={server.provider}>
                    <th scope="row">{server.provider}</th>
                    <td class="number">{formatNumber(server.tests)}</td>
                    <td class="number">{formatPercent(server.reached)}</td>
                    {METRICS.map((metric) => {
                      const value = server[metric.key];
                      if (metric.key === 'throughputKbps' && value !== undefined && server.byDataChannel) {
                        return (
                          <LowerBound key={metric.key} table="comparison" value={metric.format(value)} />
                        );
                      }
                      return metric.key === 'lossRatio' && hasUnseenLoss(server) ? (
                        <UnseenLoss key={metric.key} table="comparison" over={server.over} />
                      ) : (
                        <td key={metric.key} class="number">
                          {value === undefined ? NO_VALUE : metric.format(value)}
                        </td>
                      );
                    })}
                    <td class="number">{server.mos === undefined ? NO_VALUE : formatMos(server.mos)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
          <OverTcpNotes
            table="comparison"
            over={comparison.servers.filter(hasUnseenLoss).flatMap(({ over }) => over)}
          />
          {comparison.servers.some(({ byDataChannel }) => byDataChannel) && (
            <DataChannelNote table="comparison" />
          )}
        </>
      )}
    </section>
  );
}

/** Where UDP gave a loss in some of the runs, that one stands there. */
function hasUnseenLoss({ lossRatio, over }: ServerSummary): boolean {
  return lossRatio === undefined && over.length > 0;
}
