import type { PrecallEnvironment } from './precall-environment.ts';

/**
 * Whether a microphone exists. `enumerateDevices` lists one entry of each kind without permission
 * (https://w3c.github.io/mediacapture-main/#dom-mediadevices-enumeratedevices); undefined when the browser will not say.
 */
export async function hasMicrophone(
  devices: PrecallEnvironment['mediaDevices'],
): Promise<boolean | undefined> {
  if (devices === undefined) return undefined;
  try {
    return (await devices.enumerateDevices()).some((device) => device.kind === 'audioinput');
  } catch (error) {
    // A policy forbids the question, or there is something wrong with the devices: the run goes on.
    if (!(error instanceof DOMException)) console.warn('Precall: no word of microphones:', error);
    return undefined;
  }
}
