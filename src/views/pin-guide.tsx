/** How to put the button on the toolbar: a sentence, and a small drawing of the two clicks. */
import type { JSX } from 'preact';
import { PIN_CONTROL } from '../platform/browsers/pin-control.browser.ts';
import { t } from './words/text.ts';

export function PinGuide(): JSX.Element {
  return (
    <div class="pin-guide">
      <div>
        <h2>{t('pinTitle')}</h2>
        <p>{t(`pinHow_${PIN_CONTROL}`)}</p>
      </div>
      <Drawing />
    </div>
  );
}

/** The sentence beside it says the same, so that a screen reader need not. */
function Drawing(): JSX.Element {
  return (
    <svg viewBox="0 0 220 84" aria-hidden="true">
      <rect class="pin-bar" x="1" y="1" width="218" height="30" rx="8" />
      <rect class="pin-field" x="10" y="9" width="138" height="14" rx="7" />
      <circle class="pin-spot" cx="176" cy="16" r="12" />
      <path class="pin-line" d="M170 13h2.5a2.4 2.4 0 1 1 4.4 0h2.6v2.6a2.4 2.4 0 1 1 0 4.4v2.6H170Z" />
      <circle class="pin-dot" cx="205" cy="16" r="5" />
      <rect class="pin-bar" x="66" y="40" width="128" height="42" rx="8" />
      <image href="/icons/brand.svg" x="76" y="51" width="20" height="20" />
      <rect class="pin-field" x="104" y="57" width="46" height="8" rx="4" />
      <circle class="pin-spot" cx="176" cy="61" r="12" />
      {PIN_CONTROL === 'pin' ? (
        <path class="pin-line" d="M173.5 54h5l-.7 6 3 3h-9.6l3-3ZM176 63v6" />
      ) : (
        <>
          <circle class="pin-line" cx="176" cy="61" r="3.6" />
          <circle class="pin-line pin-teeth" cx="176" cy="61" r="6.4" />
        </>
      )}
    </svg>
  );
}
