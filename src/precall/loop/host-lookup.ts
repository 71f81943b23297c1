/**
 * Whether a host name resolves. Over TCP and TLS a browser says the same of a closed port, a bad certificate and a bad
 * name; a UDP attempt at the same name gives an error of its own for the last, and at once. On a device with IPv4 and IPv6 a name that
 * has an address of one kind gives that error for the other: only when nothing else is under way the name is not known.
 */
import { isLookupError } from './failure-reason.ts';
import { gatherLook, lookMs } from './gather-look.ts';

/** Reserved (RFC 6335 section 6), so nobody answers; nothing secret is sent there. Firefox refuses the discard port. */
const UNUSED_PORT = 65_535;

/** `attemptMs`: what the attempt took until it was given up; where the name was to blame, its look-up takes as long again. */
export async function lookUpHost(
  host: string,
  attemptMs: number,
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  signal: AbortSignal,
): Promise<'failed' | 'worked'> {
  const url = `turn:${host}:${UNUSED_PORT}?transport=udp`;
  const { errors, isComplete } = await gatherLook(url, { ms: lookMs(attemptMs) }, create, signal);
  return isComplete && errors.some(isLookupError) ? 'failed' : 'worked';
}
