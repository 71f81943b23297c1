import { requestToAsk } from '../src/platform/credentials-url.ts';
import type { Server } from './server.ts';

/**
 * Lets the browser ask the user whether Precall may read a server's credentials URL; true when nothing need be asked.
 * Call it first thing in a handler of a user's gesture. The settings hold without it: the server then says what is
 * missing.
 */
export async function allowCredentialsUrl({ credentialsUrl }: Server): Promise<boolean> {
  if (credentialsUrl === undefined) return true;
  try {
    return await requestToAsk(credentialsUrl);
  } catch (error) {
    console.error('Precall: the browser did not ask for the permission.', error);
    return false;
  }
}
