import { callers } from '../platform/messages.ts';
import { holdForm } from '../platform/open-form.ts';

const background = callers('background');

/**
 * What is typed is not saved yet, and a host may be asked for that no stored server needs; until the function that this
 * gives is called. Then such a host is given back.
 */
export function holdOpen(): () => void {
  const close = holdForm();
  return () => {
    close()
      .then(() => background.giveBackOrigins())
      .catch((error: unknown) => console.error('Precall: a permission was not given back.', error));
  };
}
