/**
 * Whether a port takes TCP connections. Over TLS a browser says the same of a closed port and of a certificate that it does not trust.
 * Without TLS it gives a closed port up at once; an open one answers (coturn takes both at each port), or leaves the request
 * without an answer for longer than this looks. One that closes such a connection at once passes for closed: the remedy of `refused` names both.
 */
import type { TurnUri } from '../../core/servers/ice-server.ts';
import { NO_ANSWER_CODE } from './failure-reason.ts';
import { gatherLook, lookMs } from './gather-look.ts';

/** `tlsMs`: what the TLS attempt took until it was given up; a refusal comes as quickly again. */
export async function lookAtPort(
  { host, port }: Pick<TurnUri, 'host' | 'port'>,
  tlsMs: number,
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  signal: AbortSignal,
): Promise<'open' | 'closed'> {
  const authority = host.includes(':') ? `[${host}]` : host;
  const url = `turn:${authority}:${port}?transport=tcp`;
  const isAnswer = ({ code }: { readonly code: number }) => code !== NO_ANSWER_CODE;
  const look = { ms: lookMs(tlsMs), enough: isAnswer };
  const { errors, isComplete } = await gatherLook(url, look, create, signal);
  return isComplete && errors.length > 0 && !errors.some(isAnswer) ? 'closed' : 'open';
}
