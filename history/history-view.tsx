import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import { openOptions } from '../src/platform/pages.ts';
import { LocationCredit } from '../src/views/location-credit.tsx';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { formatNumber } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';
import { Charts } from './charts.tsx';
import { ComparisonTable } from './comparison-table.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { type HistoryData, RANGES, type Range, useHistory } from './history-data.ts';
import { ResultsTable } from './results-table.tsx';
import { Timeline } from './timeline.tsx';

export function History(): JSX.Element {
  const [range, setRange] = useState<Range>('week');
  const data = useHistory(range);
  return (
    <>
      <header class="page-header">
        <StatusIcon look="brand" size={28} />
        <h1>{t('historyTitle')}</h1>
        <button type="button" class="quiet" onClick={() => void openOptions()}>
          {t('openOptions')}
        </button>
      </header>
      <main>
        {data === 'failed' && <p class="notice">{t('historyFailed')}</p>}
        {data !== undefined && data !== 'failed' && <Content data={data} range={range} onRange={setRange} />}
      </main>
    </>
  );
}

interface ContentProps {
  readonly data: HistoryData;
  readonly range: Range;
  readonly onRange: (range: Range) => void;
}

const ALL = '';

function Content({ data, range, onRange }: ContentProps): JSX.Element {
  const [network, setNetwork] = useState(ALL);
  const [server, setServer] = useState(ALL);
  const servers = useMemo(() => serversOf(data.points), [data]);
  const shown = useMemo(
    () =>
      data.points.filter(
        (point) =>
          (network === ALL || point.network === network) && (server === ALL || point.provider === server),
      ),
    [data, network, server],
  );
  if (data.isEmpty) return <p class="card">{t('historyEmpty')}</p>;
  return (
    <>
      <section class="filters" aria-label={t('filters')}>
        <Choice
          label={t('range')}
          value={range}
          choices={(Object.keys(RANGES) as Range[]).map((key) => [key, t(`range_${key}`)])}
          onChange={(value) => onRange(value as Range)}
        />
        <Choice
          label={t('filterNetwork')}
          value={network}
          choices={[[ALL, t('filterAll')], ...data.networks]}
          onChange={setNetwork}
        />
        <Choice
          label={t('filterServer')}
          value={server}
          choices={[[ALL, t('filterAll')], ...servers.map((name) => [name, name] as const)]}
          onChange={setServer}
        />
        <p class="muted" role="status">
          {t('historyCount', formatNumber(shown.length), formatNumber(data.points.length))}
        </p>
        <ExportButtons points={shown} reading={data.range !== range} />
      </section>
      {shown.length === 0 ? (
        <p class="card">{t('historyNone')}</p>
      ) : (
        <>
          <Timeline points={shown} from={data.from} to={data.to} />
          <Charts points={shown} from={data.from} to={data.to} />
          <ComparisonTable points={shown} />
          <ResultsTable points={shown} networks={data.networks} />
          <LocationCredit />
        </>
      )}
    </>
  );
}

function serversOf(points: readonly HistoryPoint[]): string[] {
  return [...new Set(points.flatMap((point) => point.provider ?? []))].sort();
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, choices, onChange }: ChoiceProps): JSX.Element {
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {choices.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
