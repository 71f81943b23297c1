/** Why a probe failed, and what follows from each reason: one row for each, from which every list of reasons is derived. */

/**
 * What is to blame, where it is not the line. Of the credentials: `refused` by a server, for whatever cause; `expired`: the same, and
 * their time is over; `none`: none could be had. `server`: it answered, and cannot serve; `browser`: it forbids.
 */
export type Blame = 'refused' | 'expired' | 'none' | 'server' | 'browser';

interface FailureTraits {
  readonly blame?: Blame;
  /** The advice for a person, by its id in `advice.ts`. */
  readonly advice?: string;
}

const TRAITS = {
  /** STUN 401 or 441 on Allocate. */
  'wrong-credentials': { blame: 'refused', advice: 'renewCredentials' },
  /** The same, and the time for which they were given is over. */
  'expired-credentials': { blame: 'expired', advice: 'renewCredentials' },
  /** Not asked, because the server's credentials URL gave none. */
  'no-credentials': { blame: 'none' },
  /** Not asked, because the credentials URL did not answer: the network may be to blame as well. */
  'credentials-unreachable': {},
  /** The network asks to sign in first: it answers the credentials URL itself. */
  'sign-in': { advice: 'signIn' },
  /** The host name did not resolve. */
  'host-not-found': { advice: 'checkHost' },
  /** No answer at all within the probe's time-out: blocked, or nothing there. */
  unreachable: { advice: 'askFirewall' },
  /** The TCP connection was refused: a closed port, a proxy that does not let it through, or a TLS server that closes at once. */
  refused: { advice: 'checkPort' },
  /** The port takes TCP connections, but no TLS one came about: an untrusted certificate, or a firewall that inspects TLS. */
  'tls-failed': { advice: 'checkCertificate' },
  /**
   * The server allocated, but would not relay to the peer (RFC 8656 section 9.2), which is another relay of its own; or it allocates
   * nothing to anybody like us (403): `allocationTimeMs` is there in the first case.
   */
  'relay-forbidden': { blame: 'server', advice: 'askRelayRights' },
  /** This user has no allocation left (486), or the server none at all (508); tried again after a second, one URL at a time. */
  'no-capacity': { blame: 'server', advice: 'askRelayRights' },
  /** A fault of its own, or overload (500 and above; Firefox does not tell which). */
  'server-error': { blame: 'server', advice: 'askOperator' },
  /** It knows nothing of what it said a moment ago (437, 438): several servers behind one name that do not know of one another. */
  'session-lost': { blame: 'server', advice: 'askOperator' },
  /** It sends its users on to another server (300), where the browser does not follow. */
  redirected: { blame: 'server', advice: 'askOperator' },
  /** It does not have the kind of relay that browsers ask for: UDP, of this address family (400, 420, 440, 442, 443). */
  'relay-unsupported': { blame: 'server', advice: 'askOperator' },
  /** The device has no route. */
  'no-network': { advice: 'connectNetwork' },
  /** The server answered, but the loop was not up before the probe's or the run's time was over. */
  'timed-out': { advice: 'askFirewall' },
  /** The browser refuses this URL: a restricted port, TLS to an address without a name. */
  unsupported: { advice: 'otherPort' },
  /** The URL has an IPv4 address where the device has IPv6 only, or the other way round. */
  'address-family': { advice: 'useHostName' },
  /** This browser has no WebRTC: it is switched off in its settings. */
  'webrtc-off': { blame: 'browser', advice: 'allowWebRtc' },
  /** The device has addresses, but the browser sends nothing to this URL: its settings, a policy or an extension forbid it. */
  'browser-forbids': { blame: 'browser', advice: 'allowWebRtc' },
  /** The test itself failed at this URL: `errorMessage` tells how. */
  'test-failed': {},
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
  const { blame } = traitsOf(reason);
  return blame === 'refused' || blame === 'expired';
}
