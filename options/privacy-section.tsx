import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { DAY_MS } from '../src/core/base/durations.ts';
import { mostHistoryBytes } from '../src/core/history/history-record.ts';
import { type HistoryStore, openHistory } from '../src/platform/history-store.ts';
import { callers } from '../src/platform/messages.ts';
import { openHistoryPage } from '../src/platform/pages.ts';
import { historyCutItem } from '../src/platform/storage.ts';
import { LocationData } from '../src/views/location-credit.tsx';
import { useStored } from '../src/views/stored.ts';
import { formatBytes, formatDateTime } from '../src/views/words/format.ts';
import { plural, type TextKey, t } from '../src/views/words/text.ts';
import { DeleteButton } from './delete-button.tsx';
import { NumberField } from './fields.tsx';
import { useForm } from './form.ts';
import { HistoryImport } from './history-import.tsx';
import { PageUdpQuestion } from './page-udp-question.tsx';
import { StoredList } from './stored-list.tsx';

const background = callers('background');
const STORED = { cut: historyCutItem };

export function PrivacySection(): JSX.Element {
  return (
    <>
      <NumberField
        path="history.keepDays"
        label={t('keepLabel')}
        unit={t('keepUnit')}
        help={t('keepHelp', formatBytes(mostHistoryBytes(undefined)))}
        least={1}
        most={730}
      />
      <StoredResults />
      <PageUdpQuestion />
      <h3>{t('storedTitle')}</h3>
      <StoredList />
      <LocationData />
    </>
  );
}

function StoredResults(): JSX.Element {
  const { say, effective } = useForm();
  const stored = useStored(STORED);
  const cut = stored && 'cut' in stored ? stored.cut : null;
  // Later they would have gone for their age.
  const wasCut = cut !== null && cut > Date.now() - effective.history.keepDays * DAY_MS;
  const [count, setCount] = useState<number | 'failed'>();
  const [failed, setFailed] = useState(false);
  const run = (task: (history: HistoryStore) => Promise<number>): void => {
    withHistory(task).then(setCount, (error: unknown) => {
      console.error('Precall: the history cannot be read.', error);
      setCount('failed');
    });
  };
  useEffect(() => run((history) => history.count()), []);
  const forget = (what: 'results' | 'device', done: TextKey): void => {
    setFailed(false);
    background.forget(what).then(
      () => {
        say(t(done));
        run((history) => history.count());
      },
      (error: unknown) => {
        console.error('Precall: not everything was deleted.', error);
        setFailed(true);
      },
    );
  };
  return (
    <>
      <div class="actions">
        <p>{typeof count === 'number' && plural('historyCount', count)}</p>
        <button type="button" disabled={!count || count === 'failed'} onClick={() => void openHistoryPage()}>
          {t('historyExport')}
        </button>
        <DeleteButton
          label={t('historyDelete')}
          question={t('historyDeleteSure')}
          onDelete={() => forget('results', 'historyDeleted')}
        />
        <DeleteButton
          label={t('deviceForget')}
          question={t('deviceForgetSure')}
          onDelete={() => forget('device', 'deviceForgotten')}
        />
      </div>
      {count === 'failed' && <p class="error">{t('historyFailed')}</p>}
      {failed && (
        <p class="error" role="alert">
          {t('deleteFailed')}
        </p>
      )}
      {wasCut && <p class="muted">{t('historyCut', formatDateTime(cut))}</p>}
      <HistoryImport run={run} />
    </>
  );
}

async function withHistory(task: (history: HistoryStore) => Promise<number>): Promise<number> {
  const history = await openHistory();
  try {
    return await task(history);
  } finally {
    history.close();
  }
}
