import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { withinKept } from '../src/core/history/kept-span.ts';
import { isOfAnotherDevice, type Marks, marksOf } from '../src/core/history/whose-history.ts';
import { UNKNOWN_NETWORK } from '../src/core/monitor/network-identity.ts';
import type { HistoryStore } from '../src/platform/history-store.ts';
import { openHistoryPage } from '../src/platform/pages.ts';
import { deviceIdItem, monitorItem } from '../src/platform/storage.ts';
import { FileField } from '../src/views/file-field.tsx';
import { type BadHistoryFile, lookAtHistoryFile, runsOfHistoryFile } from '../src/views/history-file.ts';
import { formatNumber } from '../src/views/words/format.ts';
import { historyFileFault } from '../src/views/words/history-file-words.ts';
import { plural, t } from '../src/views/words/text.ts';
import { useForm } from './form.ts';

/** Does something with the history that gives how many results there are then. */
type Run = (task: (history: HistoryStore) => Promise<number>) => void;

/** Brings one's own export back. Another's file is refused where it can be told, unless the person knows better. */
export function HistoryImport({ run }: { run: Run }): JSX.Element {
  const { say, effective } = useForm();
  const [bad, setBad] = useState<BadHistoryFile>();
  const [leftOut, setLeftOut] = useState(0);
  const [foreign, setForeign] = useState<File>();
  const store = async (history: HistoryStore, file: File): Promise<number> => {
    const { keepDays } = effective.history;
    const before = await history.count();
    let outside = 0;
    for await (const runs of runsOfHistoryFile(file)) {
      const span = withinKept(runs, { now: Date.now(), keepDays });
      outside += span.leftOut;
      await history.addAll(span.kept);
    }
    setLeftOut(outside);
    const after = await history.count();
    say(plural('historyImported', after - before));
    return after;
  };
  const take = async (file: File): Promise<void> => {
    const seen = await lookAtHistoryFile(file);
    setBad(seen.ok ? undefined : seen);
    setLeftOut(0);
    setForeign(undefined);
    if (!seen.ok) return;
    run(async (history) => {
      if (!isOfAnotherDevice(seen.marks, await ownMarks(history))) return store(history, file);
      setForeign(file);
      return history.count();
    });
  };
  return (
    <>
      <div class="actions">
        <FileField label={t('historyImport')} accept=".jsonl,application/jsonl" onFile={take} />
        <p class="muted">{t('historyImportHelp')}</p>
      </div>
      {foreign !== undefined && (
        <div class="notice" role="alert">
          <div>
            <p>{t('historyImportForeign')}</p>
            <div class="actions">
              <button type="button" onClick={() => void openHistoryPage()}>
                {t('openHistory')}
              </button>
              <button
                type="button"
                onClick={() => {
                  setForeign(undefined);
                  run((history) => store(history, foreign));
                }}
              >
                {t('historyImportAnyway')}
              </button>
              <button type="button" onClick={() => setForeign(undefined)}>
                {t('cancel')}
              </button>
            </div>
          </div>
        </div>
      )}
      {leftOut > 0 && (
        <p class="notice" role="alert">
          {t('historyImportLeftOut', formatNumber(leftOut))}
        </p>
      )}
      {bad !== undefined && (
        <p class="error" role="alert">
          {historyFileFault(bad)}
        </p>
      )}
    </>
  );
}

/** Of what is stored here, and of what is known of the networks though its results are deleted. */
async function ownMarks(history: HistoryStore): Promise<Marks> {
  const [points, { networks }, deviceId] = await Promise.all([
    history.points(0, Number.MAX_SAFE_INTEGER),
    monitorItem.get(),
    deviceIdItem.get(),
  ]);
  const known = Object.keys(networks).map((network) => ({ network }));
  return marksOf([
    ...points.map(({ network }) => ({ network })),
    ...known,
    { network: UNKNOWN_NETWORK, deviceId },
  ]);
}
