import type { JSX } from 'preact';
import { measuredNumbersOf } from '../src/core/judgement/metrics.ts';
import { type MeasuredTransport, measuredTransports } from '../src/core/judgement/transports.ts';
import type { RunReport } from '../src/core/report/run-report.ts';
import { METRICS } from '../src/views/metrics.ts';
import { NO_VALUE } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';

/** Of a thorough test: UDP, TCP and TLS side by side, measured one after the other. */
export function Transports({ report }: { report: RunReport }): JSX.Element | null {
  const transports = measuredTransports(report);
  if (transports.length === 0) return null;
  return (
    <table class="transports">
      <caption>{t('transportsCaption')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">{t('column_transport')}</span>
          </th>
          {METRICS.map(({ key }) => (
            <th key={key} scope="col">
              {t(`metric_${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {transports.map((transport) => (
          <Row key={`${transport.provider} ${transport.url}`} transport={transport} report={report} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ transport, report }: { transport: MeasuredTransport; report: RunReport }): JSX.Element {
  const { provider, relayProtocol, metrics } = transport;
  const numbers = measuredNumbersOf(metrics);
  const name = relayProtocol.toUpperCase();
  return (
    <tr>
      <th scope="row" title={provider}>
        {report.servers.length > 1 ? `${provider} ${name}` : name}
      </th>
      {METRICS.map(({ key, format, isBound }) => {
        const value = numbers[key];
        if (value === undefined) return <td key={key}>{NO_VALUE}</td>;
        return <td key={key}>{isBound?.(metrics) ? t('atLeast', format(value)) : format(value)}</td>;
      })}
    </tr>
  );
}
