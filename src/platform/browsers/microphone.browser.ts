/** For the type checker; the build takes `microphone.chrome.ts` or `microphone.firefox.ts` in its place. */
export { notedMicrophone, noteMicrophone } from './microphone.chrome.ts';
