/**
 * Whether a host name resolves. Over TCP and TLS a browser says the same of a closed port, a bad certificate and a bad
 * name; a UDP attempt at the same name gives an error of its own for the last, and at once. On a device with IPv4 and IPv6 a name that
 * has an address of one kind gives that error for the other: only when nothing else is under way the name is not known.
 */
import { isLookupError } from './failure-reason.ts';
import { gatherLook } from './gather-look.ts';

/** ms; a name that does not resolve is told within this, unless the resolver itself is slow. */
const LOOKUP_MS = 1_500;
/** Reserved (RFC 6335 section 6), so nobody answers; nothing secret is sent there. Firefox refuses the discard port. */
const UNUSED_PORT = 65_535;

export async function lookUpHost(
  host: string,
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  signal: AbortSignal,
): Promise<'failed' | 'worked'> {
  const url = `turn:${host}:${UNUSED_PORT}?transport=udp`;
  const { errors, isComplete } = await gatherLook(url, { ms: LOOKUP_MS }, create, signal);
  return isComplete && errors.some(isLookupError) ? 'failed' : 'worked';
}
