/**
 * Whether a host name resolves. Over TCP and TLS a browser says the same of a closed port, a bad certificate and a bad
 * name; a UDP attempt at the same name gives an error of its own for the last, and at once. On a device with IPv4 and IPv6 a name that
 * has an address of one kind gives that error for the other: only when nothing else is under way the name is not known.
 */
import { withTimeout } from '../base/abortable.ts';
import { isLookupError } from './failure-reason.ts';

/** ms; a name that does not resolve is told within this, unless the resolver itself is slow. */
const LOOKUP_MS = 1_500;
/** Reserved (RFC 6335 section 6), so nobody answers; nothing secret is sent there. Firefox refuses the discard port. */
const UNUSED_PORT = 65_535;

export async function lookUpHost(
  host: string,
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  signal: AbortSignal,
): Promise<'failed' | 'worked'> {
  const end = create({
    iceServers: [
      { urls: `turn:${host}:${UNUSED_PORT}?transport=udp`, username: 'lookup', credential: 'lookup' },
    ],
    iceTransportPolicy: 'relay',
  });
  try {
    const found = await withTimeout(
      LOOKUP_MS,
      signal,
      (own) =>
        new Promise<'failed'>((resolve, reject) => {
          own.addEventListener('abort', () => reject(own.reason), { once: true });
          let errors = 0;
          end.addEventListener('icecandidateerror', (event) => {
            if (isLookupError({ code: event.errorCode, text: event.errorText })) errors += 1;
          });
          end.addEventListener('icegatheringstatechange', () => {
            if (end.iceGatheringState === 'complete' && errors > 0) resolve('failed');
          });
          end.createDataChannel('lookup');
          end.setLocalDescription().catch(reject);
        }),
    );
    return found === 'timed-out' ? 'worked' : found;
  } finally {
    end.close();
  }
}
