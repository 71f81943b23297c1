/**
 * Whether a host name resolves. Over TCP and TLS the browser gives one text for a closed port, a bad certificate and a bad
 * name; a UDP server of the same name gives its own text for the last ("TURN host lookup received error.").
 */
import { withTimeout } from './abortable.ts';
import { isLookupError } from './failure-reason.ts';

/** ms; a name that does not resolve is told within this, unless the resolver itself is slow. */
const LOOKUP_MS = 1_500;

export async function lookUpHost(
  host: string,
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  signal: AbortSignal,
): Promise<'failed' | 'worked'> {
  const end = create({
    // Nobody answers on the discard port, and nothing secret is sent there.
    iceServers: [{ urls: `turn:${host}:9?transport=udp`, username: 'lookup', credential: 'lookup' }],
    iceTransportPolicy: 'relay',
  });
  try {
    const failed = await withTimeout(
      LOOKUP_MS,
      signal,
      (own) =>
        new Promise<true>((resolve, reject) => {
          own.addEventListener('abort', () => reject(own.reason), { once: true });
          end.addEventListener('icecandidateerror', (event) => {
            if (isLookupError({ code: event.errorCode, text: event.errorText })) resolve(true);
          });
          end.createDataChannel('lookup');
          end.setLocalDescription().catch(reject);
        }),
    );
    return failed === true ? 'failed' : 'worked';
  } finally {
    end.close();
  }
}
