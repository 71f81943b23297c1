import type { JSX } from 'preact';
import type { ProbeReport } from '../core/report/run-report.ts';
import { formatMs } from './words/format.ts';
import { reasonKey, remedyKey } from './words/reasons.ts';
import { t } from './words/text.ts';

/** One chip per URL: its transport, and by sign and word whether it works. */
export function UrlChips({ urls }: { urls: readonly ProbeReport[] }): JSX.Element {
  return (
    <ul class="chips">
      {urls.map((url) => (
        <li key={url.url} title={chipTitle(url)} class={url.reachable ? 'chip' : 'chip chip-failed'}>
          <span class="chip-sign" data-look={url.reachable ? 'green' : 'red'} aria-hidden="true">
            {url.reachable ? '✓' : '✕'}
          </span>
          <span aria-hidden="true">{url.relayProtocol.toUpperCase()}</span>
          <span class="visually-hidden">{chipWords(url)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Why URLs failed, each reason once, with what the user can do. */
export function Failures({ urls }: { urls: readonly ProbeReport[] }): JSX.Element | null {
  const reasons = [...new Set(urls.flatMap((url) => url.reason ?? []))];
  if (reasons.length === 0) return null;
  return (
    <ul class="failures">
      {reasons.map((reason) => {
        const transports = urls.filter((url) => url.reason === reason).map((url) => url.relayProtocol);
        return (
          <li key={reason}>
            <strong>
              {t('chipFailed', [...new Set(transports)].join(', ').toUpperCase(), t(reasonKey(reason)))}.
            </strong>{' '}
            {t(remedyKey(reason))}
          </li>
        );
      })}
    </ul>
  );
}

function chipWords(url: ProbeReport): string {
  const transport = url.relayProtocol.toUpperCase();
  if (url.reachable || url.reason === undefined) return t('chipReachable', transport);
  return t('chipFailed', transport, t(reasonKey(url.reason)));
}

function chipTitle(url: ProbeReport): string {
  const ready =
    url.allocationTimeMs === undefined ? [] : [t('allocationTime', formatMs(url.allocationTimeMs))];
  const code = url.errorCode === undefined ? '' : ` (${url.errorCode})`;
  const why = url.reason === undefined ? ready : [`${t(reasonKey(url.reason))}${code}`];
  return [url.url, ...why].join(t('listSeparator'));
}
