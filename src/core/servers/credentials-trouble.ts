/** Why a credentials URL gave no credentials. */

export const CREDENTIALS_PROBLEMS = [
  'no-permission',
  'not-allowed',
  'not-found',
  'server-error',
  'redirected',
  'not-json',
  'too-long',
  'nothing-usable',
  'unreachable',
] as const;

/**
 * - `no-permission`: the browser does not let the extension read what this origin answers.
 * - `not-allowed`: HTTP 401 or 403; a token in the URL is wrong or spent.
 * - `not-found`: HTTP 404 or 410.
 * - `server-error`: any other status that is not a success.
 * - `redirected`: it answers with another address, which is not followed: the user allowed this one.
 * - `not-json`, `too-long`: the answer is not what a provider gives.
 * - `nothing-usable`: JSON, but without a TURN URI, a user name or a credential.
 * - `unreachable`: no answer (name, route, TLS, time).
 */
export type CredentialsProblem = (typeof CREDENTIALS_PROBLEMS)[number];

export interface CredentialsTrouble {
  readonly problem: CredentialsProblem;
  /** Where the answer was an HTTP error. */
  readonly httpStatus?: number;
}

/** undefined for a success. */
export function troubleOfStatus(httpStatus: number): CredentialsTrouble | undefined {
  if (httpStatus >= 200 && httpStatus < 300) return undefined;
  if (httpStatus === 401 || httpStatus === 403) return { problem: 'not-allowed', httpStatus };
  if (httpStatus === 404 || httpStatus === 410) return { problem: 'not-found', httpStatus };
  return { problem: 'server-error', httpStatus };
}
