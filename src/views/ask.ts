import { useState } from 'preact/hooks';

/** Sends requests to the background, and remembers whether the last one failed. */
export function useAsk(): { readonly failed: boolean; readonly ask: (request: Promise<unknown>) => void } {
  const [failed, setFailed] = useState(false);
  const ask = (request: Promise<unknown>): void => {
    setFailed(false);
    request.catch((error: unknown) => {
      console.error('Precall: the background did not answer.', error);
      setFailed(true);
    });
  };
  return { failed, ask };
}
