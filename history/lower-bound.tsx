import type { JSX } from 'preact';
import { t } from '../src/views/words/text.ts';

interface LowerBoundProps {
  readonly value: string;
  /** An id of the table, where a data channel measured: the cell is described by its note. */
  readonly table?: string;
}

/** A bandwidth that the path may exceed. */
export function LowerBound({ value, table }: LowerBoundProps): JSX.Element {
  return (
    <td
      class="number"
      {...(table !== undefined && { title: t('measuredByDataChannel'), 'aria-describedby': noteId(table) })}
    >
      {t('atLeast', value)}
    </td>
  );
}

/** Below a table of which some row was measured with a data channel. */
export function DataChannelNote({ table }: { table: string }): JSX.Element {
  return (
    <p id={noteId(table)} class="muted table-note">
      {t('measuredByDataChannel')}
    </p>
  );
}

function noteId(table: string): string {
  return `${table}-by-data-channel`;
}
