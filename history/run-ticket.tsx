import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import { ticketReport } from '../src/core/history/ticket-report.ts';
import { extensionVersion } from '../src/platform/pages.ts';
import { Ticket } from '../src/views/ticket.tsx';
import { formatDateTime } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';
import { readRun } from './history-data.ts';
import type { HistorySource } from './opened-file.ts';

interface RunTicketProps {
  readonly source: HistorySource;
  readonly point: HistoryPoint;
  readonly onClose: () => void;
}

/** The ticket of one result, over the page. */
export function RunTicket({ source, point, onClose }: RunTicketProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState<string>();
  useEffect(() => {
    dialog.current?.showModal();
    let wanted = true;
    ticketOf(source, point).then(
      (read) => wanted && setText(read ?? t('historyFailed')),
      (error: unknown) => {
        console.error('Precall: the result cannot be read.', error);
        if (wanted) setText(t('historyFailed'));
      },
    );
    return () => {
      wanted = false;
    };
  }, [source, point]);
  return (
    <dialog ref={dialog} class="ticket report" aria-labelledby="ticket-title" onClose={onClose}>
      <h2 id="ticket-title">{t('ticketTitle', formatDateTime(point.at))}</h2>
      {text !== undefined && <Ticket text={text} />}
      <button type="button" onClick={() => dialog.current?.close()}>
        {t('ticketClose')}
      </button>
    </dialog>
  );
}

async function ticketOf(source: HistorySource, { runId }: HistoryPoint): Promise<string | undefined> {
  const run = await readRun(source, runId);
  // Which version measured what stands in another's file is not known. Past runs have no addresses.
  const version = source.file === undefined ? { version: extensionVersion() } : {};
  return run && ticketReport(run, { ...version, includeAddresses: false });
}
