/** Hook: whether pages may use UDP, as far as Precall may know. */
import { useEffect, useState } from 'preact/hooks';
import { type PageUdp, pageUdp, requestPageUdp } from '../platform/browsers/page-udp.browser.ts';

/** `ask` shows the browser's question: call it in a handler of a user's gesture. Undefined until it is looked up. */
export function usePageUdp(): { readonly found: PageUdp | undefined; ask(): void } {
  const [found, setFound] = useState<PageUdp>();
  const fail = (error: unknown) => console.error('Precall: no word of pages and UDP.', error);
  const look = (): void => void pageUdp().then(setFound, fail);
  useEffect(look, []);
  return { found, ask: () => void requestPageUdp().then(look, fail) };
}
