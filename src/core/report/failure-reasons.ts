/** Why a probe failed, and what follows from each reason: one row for each, from which every list of reasons is derived. */

/** `refused`: by a server, for whatever cause; `expired`: the same, and their time is over; `none`: none could be had. */
export type CredentialsBlame = 'refused' | 'expired' | 'none';

interface FailureTraits {
  /** What is wrong with the credentials, where they are to blame. */
  readonly credentials?: CredentialsBlame;
  /** The advice for a person, by its id in `advice.ts`. */
  readonly advice?: string;
}

const TRAITS = {
  /** STUN 401 or 441 on Allocate. */
  'wrong-credentials': { credentials: 'refused', advice: 'renewCredentials' },
  /** The same, and the time for which they were given is over. */
  'expired-credentials': { credentials: 'expired', advice: 'renewCredentials' },
  /** Not asked, because the server's credentials URL gave none. */
  'no-credentials': { credentials: 'none' },
  /** Not asked, because the credentials URL did not answer: the network may be to blame as well. */
  'credentials-unreachable': {},
  /** The host name did not resolve. */
  'host-not-found': { advice: 'checkHost' },
  /** No answer at all within the probe's time-out: blocked, or nothing there. */
  unreachable: { advice: 'askFirewall' },
  /** The TCP connection or the TLS handshake was refused: a closed port, an untrusted certificate. */
  refused: { advice: 'checkPortOrCertificate' },
  /**
   * The server allocated, but would not relay to the peer (RFC 8656 section 9.2, 403), or it refused the allocation for another cause
   * than the credentials (403, 437, 500, ...): `errorCode` tells which.
   */
  'relay-forbidden': { advice: 'askRelayRights' },
  /** This user has no allocation left (486), or the server none at all (508). */
  'no-capacity': { advice: 'askRelayRights' },
  /** The device has no route. */
  'no-network': { advice: 'connectNetwork' },
  /** The server answered, but the loop was not up before the probe's or the run's time was over. */
  'timed-out': { advice: 'askFirewall' },
  /** The browser refuses this URL: a restricted port, TLS to an address without a name. */
  unsupported: { advice: 'otherPort' },
} as const satisfies Record<string, FailureTraits>;

export type FailureReason = keyof typeof TRAITS;
type Traits = (typeof TRAITS)[FailureReason];
export type FailureAdvice = Extract<Traits, { advice: string }>['advice'];

export const FAILURE_REASONS = Object.keys(TRAITS) as [FailureReason, ...FailureReason[]];

export function traitsOf(reason: FailureReason): FailureTraits & { readonly advice?: FailureAdvice } {
  return TRAITS[reason];
}

/** The server did not take the credentials: they must not be used again. */
export function isRefusal(reason: FailureReason): boolean {
  const { credentials } = traitsOf(reason);
  return credentials === 'refused' || credentials === 'expired';
}
