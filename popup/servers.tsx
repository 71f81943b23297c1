import type { JSX } from 'preact';
import { lossierDirection } from '../src/core/judgement/loss-direction.ts';
import { measuredNumbers, metricsOf } from '../src/core/judgement/metrics.ts';
import { type MosMissing, mosOf } from '../src/core/judgement/server-mos.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { measuredByDataChannel, measuredOverTcp } from '../src/core/report/measured-over.ts';
import type { ServerReport } from '../src/core/report/run-report.ts';
import { METRICS } from '../src/views/metrics.ts';
import { Failures, UrlChips } from '../src/views/url-chips.tsx';
import { troubleText } from '../src/views/words/credentials-words.ts';
import { formatMos, formatPercent } from '../src/views/words/format.ts';
import { type TextKey, t } from '../src/views/words/text.ts';

/** Each server with its transports, best first, and why one failed. */
export function Servers({ run }: { run: JudgedRun }): JSX.Element | null {
  const rank = run.ranking.map(({ provider }) => provider);
  const servers = [...run.report.servers].sort((a, b) => rank.indexOf(a.provider) - rank.indexOf(b.provider));
  if (servers.length === 0) return null;
  return (
    <section class="card servers">
      <h2>{t('serversHeading')}</h2>
      <ul>
        {servers.map((server) => (
          <li key={server.provider}>
            <div class="server">
              <strong class="server-name" title={server.provider}>
                {server.provider}
              </strong>
              {server.provider === run.best && servers.length > 1 && (
                <span class="muted" title={t('serverBestTitle')}>
                  {t('serverBest')}
                </span>
              )}
              <UrlChips urls={server.probes} />
            </div>
            {servers.length > 1 && <p class="muted">{numbers(server)}</p>}
            <VoiceQuality server={server} />
            <LossDirection server={server} />
            <MeasuredOver server={server} />
            {server.credentialsTrouble === undefined ? (
              <Failures urls={server.probes} />
            ) : (
              <p class="failures">{troubleText(server.credentialsTrouble)}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A server that was not reached says so elsewhere. */
function VoiceQuality({ server }: { server: ServerReport }): JSX.Element | null {
  const rated = mosOf(server);
  if (rated.mos !== null) {
    return (
      <p class="muted" title={t('mosHelp')}>
        {t('mosValue', formatMos(rated.mos))}
      </p>
    );
  }
  const why = MOS_MISSING_TEXT[rated.mosMissing];
  return why === undefined ? null : <p class="muted">{t(why)}</p>;
}

/** Whom it troubles that one direction loses more than the other. */
function LossDirection({ server }: { server: ServerReport }): JSX.Element | null {
  const loss = metricsOf(server)?.loss;
  const direction = lossierDirection(loss);
  if (loss?.up === undefined || loss.down === undefined || direction === undefined) return null;
  return (
    <p class="muted">
      {t(`lossDirection_${direction}`, formatPercent(loss.up.lossRatio), formatPercent(loss.down.lossRatio))}
    </p>
  );
}

/** Why there is no loss, and what the bandwidth is. */
function MeasuredOver({ server }: { server: ServerReport }): JSX.Element {
  const over = measuredOverTcp(server);
  return (
    <>
      {over !== undefined && <p class="muted">{t('measuredOverTcp', over)}</p>}
      {measuredByDataChannel(server) && <p class="muted">{t('measuredByDataChannel')}</p>}
    </>
  );
}

const MOS_MISSING_TEXT: { readonly [Why in MosMissing]?: TextKey } = {
  'no-round-trip': 'mosMissing_roundTrip',
  'no-jitter': 'mosMissing_jitter',
  'no-loss': 'mosMissing_loss',
};

function numbers(server: ServerReport): string {
  if (server.credentialsTrouble !== undefined) return t('serverNotTested');
  if (!server.probes.some((probe) => probe.reachable)) return t('serverUnreachable');
  return METRICS.flatMap((metric) => {
    const value = measuredNumbers(server)[metric.key];
    return value === undefined ? [] : metric.format(value);
  }).join(t('listSeparator'));
}
