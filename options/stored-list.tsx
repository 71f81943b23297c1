import type { JSX } from 'preact';
import { t } from '../src/views/words/text.ts';

const KEPT_AND_SENT = [
  'stored_settings',
  'stored_shortLived',
  'stored_results',
  'stored_id',
  'stored_sent',
  'stored_sites',
  'stored_export',
] as const;

/** What is kept, where, and what is sent: in the options, and in the welcome before anything is. */
export function StoredList(): JSX.Element {
  return (
    <ul>
      {KEPT_AND_SENT.map((key) => (
        <li key={key}>{t(key)}</li>
      ))}
    </ul>
  );
}
