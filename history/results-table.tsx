import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type FilledPoint, type HistoryPoint, isFilled } from '../src/core/history/history-record.ts';
import { lookOfSummary } from '../src/core/presentation/status-line.ts';
import { SUMMARY, type SummaryCode } from '../src/core/sct/sct-codes.ts';
import { METRICS } from '../src/views/metrics.ts';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { formatDateTime, formatMos, formatMs, formatNumber, NO_VALUE } from '../src/views/words/format.ts';
import { isEnglish, t } from '../src/views/words/text.ts';
import { DataChannelNote, LowerBound } from './lower-bound.tsx';
import { MetricHeads } from './metric-heads.tsx';
import type { HistorySource } from './opened-file.ts';
import { OverTcpNotes, UnseenLoss } from './over-tcp.tsx';
import { RunTicket } from './run-ticket.tsx';
import { Scroller } from './scroller.tsx';

interface ResultsTableProps {
  readonly source: HistorySource;
  readonly points: readonly HistoryPoint[];
  readonly networks: ReadonlyMap<string, string>;
}

/** Results shown at first, and more with each press of the button. */
const PAGE = 50;

/** Every result, newest first, a page at a time. */
export function ResultsTable({ source, points, networks }: ResultsTableProps): JSX.Element {
  const [page, setPage] = useState(0);
  const [picked, setPicked] = useState<HistoryPoint>();
  useEffect(() => setPage(0), [points]);
  const pages = Math.max(1, Math.ceil(points.length / PAGE));
  const end = points.length - page * PAGE;
  const shown = points.slice(Math.max(0, end - PAGE), end).reverse();
  const hasFilled = shown.some(isFilled);
  return (
    <section class="card">
      <div class="section-line">
        <h2 id="results-title">{t('tableHeading')}</h2>
        <div class="pager">
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            {t('tableNewer')}
          </button>
          <span role="status">{t('tablePage', formatNumber(page + 1), formatNumber(pages))}</span>
          <button type="button" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
            {t('tableOlder')}
          </button>
        </div>
      </div>
      <Scroller labelledBy="results-title">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('column_time')}</th>
              <th scope="col">{t('column_status')}</th>
              <MetricHeads />
              {hasFilled && <th scope="col">{t('column_filledLine')}</th>}
              <th scope="col">{t('column_server')}</th>
              <th scope="col">{t('column_network')}</th>
              <th scope="col">{t('column_notified')}</th>
              <th scope="col">{t('column_ticket')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((point) => (
              <ResultRow
                key={point.runId}
                point={point}
                hasFilled={hasFilled}
                network={networks.get(point.network)}
                onTicket={setPicked}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
      {picked !== undefined && (
        <RunTicket source={source} point={picked} onClose={() => setPicked(undefined)} />
      )}
      <OverTcpNotes table="results" over={shown.flatMap(({ over }) => over ?? [])} />
      {shown.some(({ byDataChannel }) => byDataChannel) && <DataChannelNote table="results" />}
    </section>
  );
}

interface ResultRowProps {
  readonly point: HistoryPoint;
  /** Whether the table has a column for the filled line. */
  readonly hasFilled: boolean;
  readonly network: string | undefined;
  readonly onTicket: (point: HistoryPoint) => void;
}

function ResultRow({ point, hasFilled, network, onTicket }: ResultRowProps): JSX.Element {
  const code = point.summaryCode as SummaryCode;
  return (
    <tr>
      <th scope="row">
        <time dateTime={new Date(point.at).toISOString()}>{formatDateTime(point.at)}</time>
      </th>
      <td>
        {point.connectedOnly ? (
          <span class="result">
            <StatusIcon look="unknown" size={16} />
            {t('connectedOnly')}
          </span>
        ) : (
          <>
            <span class="result" lang={isEnglish() ? undefined : 'en'}>
              <StatusIcon look={lookOfSummary(code)} size={16} />
              {code} {SUMMARY[code].text}
            </span>
            {!isEnglish() && <span class="muted">{t(`summary_${code}`)}</span>}
          </>
        )}
      </td>
      {METRICS.map((metric) => {
        const value = point[metric.key];
        if (metric.key === 'throughputKbps' && value !== null && point.atLeast === true) {
          const { byDataChannel = false } = point;
          return (
            <LowerBound
              key={metric.key}
              value={metric.format(value)}
              {...(byDataChannel && { table: 'results' })}
            />
          );
        }
        return metric.key === 'lossRatio' && value === null && point.over !== undefined ? (
          <UnseenLoss key={metric.key} table="results" over={[point.over]} />
        ) : (
          <td key={metric.key} class="number">
            {value === null ? NO_VALUE : metric.format(value)}
          </td>
        );
      })}
      <td class="number">{typeof point.mos === 'number' ? formatMos(point.mos) : NO_VALUE}</td>
      {hasFilled && <td class="filled">{isFilled(point) ? filledChange(point) : NO_VALUE}</td>}
      <td>{point.provider ?? NO_VALUE}</td>
      <td class="network">{network ?? NO_VALUE}</td>
      <td>{t(point.notified ? 'yes' : 'no')}</td>
      <td>
        <button
          type="button"
          class="small"
          aria-label={t('ticketShowOf', formatDateTime(point.at))}
          onClick={() => onTicket(point)}
        >
          {t('ticketShow')}
        </button>
      </td>
    </tr>
  );
}

/** "40 ms → 900 ms" */
function filledChange({ idleRoundTripTimeMs, loadedRoundTripTimeMs, loadedAtLeast }: FilledPoint): string {
  const loaded = formatMs(loadedRoundTripTimeMs);
  return t('filledLineChange', formatMs(idleRoundTripTimeMs), loadedAtLeast ? t('atLeast', loaded) : loaded);
}
