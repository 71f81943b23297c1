import type { JSX } from 'preact';
import { managedValues } from '../../src/core/settings/managed-values.ts';
import { NO_VALUE } from '../../src/views/words/format.ts';
import { t } from '../../src/views/words/text.ts';
import { useForm } from '../form.ts';

/** What the organisation sets, in the words of its policy file: for whoever asks why a field is closed. */
export function ManagedSettings(): JSX.Element | null {
  const { effective, managed } = useForm();
  if (managed.length === 0) return null;
  return (
    <section id="managed" class="card" aria-labelledby="managed-title">
      <h2 id="managed-title">{t('managedNote')}</h2>
      <p class="muted">{t('managedIntro')}</p>
      <ul>
        {managedValues(effective, managed).map(({ field, value }) => (
          <li key={field}>
            <code>{field}</code>: {value ?? NO_VALUE}
          </li>
        ))}
      </ul>
    </section>
  );
}
