import { requestToAsk } from '../src/platform/credentials-url.ts';
import type { Server } from './server.ts';

/** The same for a server's credentials URL; true when it has none. The settings hold without it: the server then says what is missing. */
export async function allowCredentialsUrl({ credentialsUrl }: Server): Promise<boolean> {
  return credentialsUrl === undefined || allowUrl(credentialsUrl);
}

/**
 * Lets the browser ask the user whether Precall may reach the host of a URL; true when nothing need be asked. Call it first
 * thing in a handler of a user's gesture.
 */
export async function allowUrl(url: string): Promise<boolean> {
  try {
    return await requestToAsk(url);
  } catch (error) {
    console.error('Precall: the browser did not ask for the permission.', error);
    return false;
  }
}
