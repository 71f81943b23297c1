/** For the type checker; the build takes `pin-control.chrome.ts` or `pin-control.firefox.ts` in its place. */
export { PIN_CONTROL } from './pin-control.chrome.ts';
