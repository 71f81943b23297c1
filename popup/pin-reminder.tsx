import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useOnToolbar } from '../src/views/on-toolbar.ts';
import { PinGuide } from '../src/views/pin-guide.tsx';
import { t } from '../src/views/words/text.ts';

/** Once, a day after the welcome said it: that the toolbar still hides the icon. */
export function PinReminder(): JSX.Element | null {
  const { isOnToolbar, isDue } = useOnToolbar();
  const [isClosed, setIsClosed] = useState(false);
  if (isOnToolbar !== false || !isDue || isClosed) return null;
  return (
    <div class="card pin-reminder" role="status">
      <PinGuide />
      <button type="button" onClick={() => setIsClosed(true)}>
        {t('pinDismiss')}
      </button>
    </div>
  );
}
