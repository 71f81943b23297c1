import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { historyCsv } from '../src/core/history/history-csv.ts';
import { exportLine, type HistoryPoint } from '../src/core/history/history-record.ts';
import { openHistory } from '../src/platform/history-store.ts';
import { download } from '../src/views/download.ts';
import { plural, t } from '../src/views/words/text.ts';
import type { HistorySource } from './opened-file.ts';

interface ExportButtonsProps {
  readonly source: HistorySource;
  readonly points: readonly HistoryPoint[];
  /** Other points were asked for and are not here yet: the file would not hold what the filters say. */
  readonly reading: boolean;
}

/** Saves what is shown as a file. */
export function ExportButtons({ source, points, reading }: ExportButtonsProps): JSX.Element {
  const disabled = reading || points.length === 0;
  const [outcome, setOutcome] = useState<string>();
  const saveJson = async (): Promise<void> => {
    try {
      const parts = await exportLines(source, points);
      download(`${nameOf(source)}.jsonl`, new Blob(parts, { type: 'application/jsonl' }));
      setOutcome(plural('exportDone', parts.length));
    } catch (error) {
      console.error('Precall: the history cannot be exported.', error);
      setOutcome(t('historyFailed'));
    }
  };
  const saveCsv = (): void => {
    download(`${nameOf(source)}.csv`, new Blob([historyCsv(points)], { type: 'text/csv' }));
    setOutcome(plural('exportDone', points.length));
  };
  return (
    <fieldset class="export" aria-describedby="export-help">
      <legend>{t('exportHeading')}</legend>
      <button type="button" disabled={disabled} onClick={() => void saveJson()}>
        {t('exportJson')}
      </button>
      <button type="button" disabled={disabled} onClick={saveCsv}>
        {t('exportCsv')}
      </button>
      <span class="muted" role="status">
        {outcome}
      </span>
      <p id="export-help" class="muted">
        {t('exportHelp')}
      </p>
    </fieldset>
  );
}

/** What is exported of another's file is never taken for one's own. */
function nameOf({ file }: HistorySource): string {
  return file === undefined ? 'precall-history' : 'precall-opened-file';
}

async function exportLines({ database }: HistorySource, points: readonly HistoryPoint[]): Promise<string[]> {
  const wanted = new Set(points.map((point) => point.runId));
  const history = await openHistory(database);
  try {
    const lines: string[] = [];
    for await (const run of history.runs(points[0]?.at, points.at(-1)?.at)) {
      if (wanted.has(run.runId)) lines.push(`${exportLine(run)}\n`);
    }
    return lines;
  } finally {
    history.close();
  }
}
