import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../src/views/words/text.ts';

interface DeleteButtonProps {
  readonly label: string;
  /** What is asked before anything is deleted. */
  readonly question: string;
  readonly onDelete: () => void;
}

/** Deletes only after a second word. */
export function DeleteButton({ label, question, onDelete }: DeleteButtonProps): JSX.Element {
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <button type="button" class="danger" onClick={() => setSure(true)}>
        {label}
      </button>
    );
  }
  return (
    <span class="sure" role="alert">
      {question}{' '}
      <button
        type="button"
        class="danger"
        onClick={() => {
          setSure(false);
          onDelete();
        }}
      >
        {t('historyDeleteYes')}
      </button>
      <button type="button" onClick={() => setSure(false)}>
        {t('cancel')}
      </button>
    </span>
  );
}
