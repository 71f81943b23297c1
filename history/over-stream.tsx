import type { JSX } from 'preact';
import { STREAMS, type Stream } from '../src/core/report/measured-over.ts';
import { NO_VALUE } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';

interface OverStreamProps {
  /** An id of the table, so that each of its cells is described by its own notes. */
  readonly table: string;
  readonly over: readonly Stream[];
}

/** The loss of a row that was measured where none can be seen: it names the note that says why. */
export function UnseenLoss({ table, over }: OverStreamProps): JSX.Element {
  return (
    <td
      class="number"
      title={over.map((stream) => t('measuredOverStream', stream)).join('\n')}
      aria-describedby={over.map((stream) => noteId(table, stream)).join(' ')}
    >
      {NO_VALUE} <span class="muted">{over.join('/')}</span>
    </td>
  );
}

/** Below a table: why loss is missing, once for what any of its rows was measured over. */
export function OverStreamNotes({ table, over }: OverStreamProps): JSX.Element {
  return (
    <>
      {STREAMS.filter((stream) => over.includes(stream)).map((stream) => (
        <p key={stream} id={noteId(table, stream)} class="muted table-note">
          {t('measuredOverStream', stream)}
        </p>
      ))}
    </>
  );
}

function noteId(table: string, stream: Stream): string {
  return `${table}-over-${stream}`;
}
