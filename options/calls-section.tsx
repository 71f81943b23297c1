import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { CALL_PROFILES, type CallProfile } from '../src/core/settings/settings.ts';
import { type TextKey, t } from '../src/views/words/text.ts';
import { useField } from './form.ts';

const PROFILE_TEXT = {
  voice: 'profile_voice',
  video: 'profile_video',
  'video-and-sharing': 'profile_video_and_sharing',
} as const satisfies Record<CallProfile, TextKey>;

export function CallsSection(): JSX.Element {
  const field = useField<CallProfile>('calls.profile');
  const name = useId();
  return (
    <fieldset class="field" disabled={field.managed} aria-describedby={`${name}-help`}>
      <legend>{t('profileLabel')}</legend>
      <p id={`${name}-help`} class="muted">
        {t('profileHelp')}
      </p>
      {CALL_PROFILES.map((profile) => (
        <div key={profile} class="check-field">
          <input
            id={`${name}-${profile}`}
            type="radio"
            name={name}
            checked={field.value === profile}
            onChange={() => field.change(profile)}
          />
          <label for={`${name}-${profile}`}>{t(PROFILE_TEXT[profile])}</label>
        </div>
      ))}
      {field.managed && <p class="muted">{t('managedField')}</p>}
    </fieldset>
  );
}
