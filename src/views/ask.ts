import { useState } from 'preact/hooks';

/** Sends requests, to the background or the browser, and remembers whether the last one failed. */
export function useAsk(): { readonly failed: boolean; readonly ask: (request: Promise<unknown>) => void } {
  const [failed, setFailed] = useState(false);
  const ask = (request: Promise<unknown>): void => {
    setFailed(false);
    request.catch((error: unknown) => {
      console.error('Precall: a request failed.', error);
      setFailed(true);
    });
  };
  return { failed, ask };
}
