import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import { openOptions } from '../src/platform/pages.ts';
import { FileField } from '../src/views/file-field.tsx';
import { LocationCredit } from '../src/views/location-credit.tsx';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { formatNumber } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';
import { Charts } from './charts.tsx';
import { ComparisonTable } from './comparison-table.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { type HistoryData, RANGES, type Range, useHistory } from './history-data.ts';
import { OpenedBanner } from './opened-banner.tsx';
import { type HistorySource, useDroppedFile, useOpenedFile } from './opened-file.ts';
import { ResultsTable } from './results-table.tsx';
import { Timeline } from './timeline.tsx';

export function History(): JSX.Element {
  const opened = useOpenedFile();
  const { source, opening, fault } = opened;
  useDroppedFile(opened.open);
  return (
    <>
      <header class="page-header">
        <StatusIcon look="brand" size={28} />
        <h1>{source.file === undefined ? t('historyTitle') : t('openedHeading')}</h1>
        <FileField
          label={t('openFile')}
          accept=".jsonl,application/jsonl"
          disabled={opening !== undefined}
          onFile={opened.open}
        />
        <button type="button" class="quiet" onClick={() => void openOptions()}>
          {t('openOptions')}
        </button>
      </header>
      <main>
        <div role="status" class="opening">
          {opening !== undefined && t('openingFile', opening)}
        </div>
        {fault !== undefined && (
          <p class="notice" role="alert">
            {fault}
          </p>
        )}
        <Results key={source.database} source={source} onClose={opened.close} />
      </main>
    </>
  );
}

/** What is stored in one place, from the first look on. */
function Results({ source, onClose }: { source: HistorySource; onClose: () => void }): JSX.Element {
  // Of a file everything is wanted, of the own results what is new.
  const [range, setRange] = useState<Range>(source.file === undefined ? 'week' : 'all');
  const data = useHistory(source, range);
  const read = data === 'failed' ? undefined : data;
  return (
    <>
      {source.file !== undefined && (
        <OpenedBanner file={source.file} {...(read?.span && { span: read.span })} onClose={onClose} />
      )}
      {data === undefined && <p class="card muted">{t('historyReading')}</p>}
      {data === 'failed' && <p class="notice">{t('historyFailed')}</p>}
      {read !== undefined && <Content data={read} range={range} onRange={setRange} />}
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
        <ExportButtons source={data.source} points={shown} reading={data.range !== range} />
      </section>
      {shown.length === 0 ? (
        <p class="card">{t('historyNone')}</p>
      ) : (
        <>
          <Timeline points={shown} from={data.from} to={data.to} />
          <Charts source={data.source} points={shown} from={data.from} to={data.to} />
          <ComparisonTable source={data.source} points={shown} />
          <ResultsTable source={data.source} points={shown} networks={data.networks} />
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
