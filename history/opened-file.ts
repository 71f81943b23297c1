/** A file that was opened beside one's own history, and how it is opened and closed. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { HISTORY_NAME } from '../src/platform/history-store.ts';
import {
  deleteAbandonedHistories,
  type OpenedHistory,
  openForeignHistory,
} from '../src/platform/opened-history.ts';
import { lookAtHistoryFile, runsOfHistoryFile } from '../src/views/history-file.ts';
import { historyFileFault } from '../src/views/words/history-file-words.ts';
import { t } from '../src/views/words/text.ts';

/** Whose runs are looked at. */
export interface HistorySource {
  /** Name of the database. */
  readonly database: string;
  /** Of the opened file; absent: one's own results. */
  readonly file?: { readonly name: string; readonly runs: number };
}

const OWN: HistorySource = { database: HISTORY_NAME };
/** Another address than one's own history has, which may be opened, or brought forward, beside it. */
const OPENED_SEARCH = '?opened';

export interface OpenedFile {
  readonly source: HistorySource;
  /** Name of the file that is being read. */
  readonly opening?: string;
  /** Why the newest one was not opened. */
  readonly fault?: string;
  readonly open: (file: File) => Promise<void>;
  readonly close: () => void;
}

export function useOpenedFile(): OpenedFile {
  const held = useRef<OpenedHistory | undefined>(undefined);
  const isBusy = useRef(false);
  const [source, setSource] = useState(OWN);
  const [opening, setOpening] = useState<string>();
  const [fault, setFault] = useState<string>();
  const forget = useCallback((): void => {
    held.current?.close().catch((error: unknown) => {
      console.error('Precall: the opened file is deleted later:', error);
    });
    held.current = undefined;
  }, []);
  useEffect(() => {
    deleteAbandonedHistories().catch((error: unknown) => {
      console.error('Precall: a file that was open before is deleted later:', error);
    });
    addEventListener('pagehide', forget);
    return () => removeEventListener('pagehide', forget);
  }, [forget]);
  useEffect(() => {
    const { file } = source;
    document.title = file === undefined ? t('historyTitle') : t('openedTitle', file.name);
    history.replaceState(null, '', file === undefined ? location.pathname : OPENED_SEARCH);
  }, [source]);
  const open = useCallback(
    async (file: File): Promise<void> => {
      if (isBusy.current) return;
      isBusy.current = true;
      const name = isolated(file.name);
      setFault(undefined);
      setOpening(name);
      try {
        const seen = await lookAtHistoryFile(file);
        if (!seen.ok) setFault(`${name}: ${historyFileFault(seen)}`);
        else if (seen.runs === 0) setFault(`${name}: ${t('openedEmpty')}`);
        else {
          const opened = await openForeignHistory(runsOfHistoryFile(file));
          forget();
          held.current = opened;
          setSource({ database: opened.database, file: { name, runs: seen.runs } });
        }
      } catch (error) {
        console.error('Precall: the file cannot be opened:', error);
        setFault(`${name}: ${t('openedFailed')}`);
      } finally {
        isBusy.current = false;
        setOpening(undefined);
      }
    },
    [forget],
  );
  const close = useCallback((): void => {
    forget();
    setFault(undefined);
    setSource(OWN);
  }, [forget]);
  return {
    source,
    ...(opening !== undefined && { opening }),
    ...(fault !== undefined && { fault }),
    open,
    close,
  };
}

/** A name of any script does not turn the sentence round that it stands in (https://unicode.org/reports/tr9/#FSI). */
function isolated(name: string): string {
  return `\u2068${name.replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')}\u2069`;
}

/** A file that is dropped anywhere on the page; the browser would show it in place of the page. */
export function useDroppedFile(onFile: (file: File) => Promise<void>): void {
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      const [file] = event.dataTransfer?.files ?? [];
      if (file === undefined) return;
      event.preventDefault();
      void onFile(file);
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [onFile]);
}
