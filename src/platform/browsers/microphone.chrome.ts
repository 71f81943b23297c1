/** Chrome's measuring document sees for itself whether there is a microphone. Same signature as `microphone.firefox.ts`. */

export async function noteMicrophone(): Promise<void> {}

export async function notedMicrophone(): Promise<boolean | undefined> {
  return undefined;
}
