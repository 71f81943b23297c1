/**
 * Forms with what a person has typed and not saved. An update waits for them, and so does what gives host permissions
 * back: a form may have asked for one that its server will need.
 */
const LOCK = 'precall-open-form';

/** A form is open until the function that this gives is called, or until its page is gone. */
export function holdForm(): () => Promise<void> {
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const released = navigator.locks
    .request(LOCK, { mode: 'shared' }, () => closed)
    .catch((error: unknown) => console.warn('Precall: an open form cannot be told:', error));
  return () => {
    close();
    return released;
  };
}

export async function isFormOpen(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === LOCK);
}
