import type { JSX } from 'preact';
import { TCP_AND_TLS, type TcpOrTls } from '../src/core/report/measured-over.ts';
import { NO_VALUE } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';

interface OverTcpProps {
  /** An id of the table, so that each of its cells is described by its own notes. */
  readonly table: string;
  readonly over: readonly TcpOrTls[];
}

/** The loss of a row that was measured where none can be seen: it names the note that says why. */
export function UnseenLoss({ table, over }: OverTcpProps): JSX.Element {
  return (
    <td
      class="number"
      title={over.map((transport) => t('measuredOverTcp', transport)).join('\n')}
      aria-describedby={over.map((transport) => noteId(table, transport)).join(' ')}
    >
      {NO_VALUE} <span class="muted">{over.join('/')}</span>
    </td>
  );
}

/** Below a table: why loss is missing, once for what any of its rows was measured over. */
export function OverTcpNotes({ table, over }: OverTcpProps): JSX.Element {
  return (
    <>
      {TCP_AND_TLS.filter((transport) => over.includes(transport)).map((transport) => (
        <p key={transport} id={noteId(table, transport)} class="muted table-note">
          {t('measuredOverTcp', transport)}
        </p>
      ))}
    </>
  );
}

function noteId(table: string, transport: TcpOrTls): string {
  return `${table}-over-${transport}`;
}
