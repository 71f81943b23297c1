/** For the type checker; the build takes `precall-host.chrome.ts` or `precall-host.firefox.ts` in its place. */
export { precallHost } from './precall-host.chrome.ts';
