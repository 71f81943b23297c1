/**
 * Firefox lists devices only to a page in front (MediaDevices::MaybeResumeDeviceExposure), so never to the event page
 * that measures. Whichever page of ours is shown notes it down. Same signature as `microphone.chrome.ts`.
 */
import { microphoneItem } from '../storage.ts';

/** Call it from a page that is shown. */
export async function noteMicrophone(): Promise<void> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const exists = devices.some(({ kind }) => kind === 'audioinput');
  if ((await microphoneItem.get()) !== exists) await microphoneItem.set(exists);
}

/** What was noted last; undefined when nothing was. */
export async function notedMicrophone(): Promise<boolean | undefined> {
  return (await microphoneItem.get()) ?? undefined;
}
