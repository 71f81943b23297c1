/** Hook: whether the toolbar shows our button, and whether to say once more that it does not. */
import { useEffect, useState } from 'preact/hooks';
import { foundHidden } from '../core/presentation/pin-reminder.ts';
import { isOnToolbar, watchOnToolbar } from '../platform/action.ts';
import { pinReminderItem } from '../platform/storage.ts';

export interface OnToolbar {
  /** Undefined until the browser has told. */
  readonly isOnToolbar: boolean | undefined;
  /** The icon has been hidden for long, and this page is the one to say so. */
  readonly isDue: boolean;
}

export function useOnToolbar(): OnToolbar {
  const [shown, setShown] = useState<boolean>();
  const [isDue, setIsDue] = useState(false);
  useEffect(() => {
    const fail = (error: unknown) => console.error('Precall: no word of the toolbar.', error);
    isOnToolbar().then(setShown, fail);
    return watchOnToolbar(setShown);
  }, []);
  useEffect(() => {
    if (shown !== false) return;
    rememberHidden().then(setIsDue, (error: unknown) =>
      console.error('Precall: that the icon is hidden was not noted.', error),
    );
  }, [shown]);
  return { isOnToolbar: shown, isDue };
}

async function rememberHidden(): Promise<boolean> {
  let isDue = false;
  await pinReminderItem.update((before) => {
    const found = foundHidden(before, Date.now());
    isDue = found.isDue;
    return found.reminder;
  });
  return isDue;
}
