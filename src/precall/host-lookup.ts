/**
 * Whether a host name resolves and there is a network. Over TCP and TLS a browser says the same of a closed port, a bad
 * certificate and a bad name, and Firefox says nothing at all of TLS; a UDP attempt at the same host tells them apart.
 */
import { withTimeout } from './abortable.ts';
import { type HostLookup, isLookupError } from './failure-reason.ts';

/** ms; a name that does not resolve is told within this, unless the resolver itself is slow. */
const LOOKUP_MS = 1_500;
/** Reserved (RFC 6335 section 6), so nobody answers; nothing secret is sent there. Firefox refuses the discard port. */
const UNUSED_PORT = 65_535;

export async function lookUpHost(
  host: string,
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  signal: AbortSignal,
): Promise<HostLookup> {
  const end = create({
    iceServers: [{ urls: turnUrlOf(host), username: 'lookup', credential: 'lookup' }],
    iceTransportPolicy: 'relay',
  });
  try {
    const found = await withTimeout(
      LOOKUP_MS,
      signal,
      (own) =>
        new Promise<HostLookup>((resolve, reject) => {
          own.addEventListener('abort', () => reject(own.reason), { once: true });
          end.addEventListener('icecandidateerror', (event) => {
            if (isLookupError({ code: event.errorCode, text: event.errorText })) resolve('failed');
          });
          end.addEventListener('icegatheringstatechange', () => {
            if (end.iceGatheringState === 'complete') resolve('no-network');
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

function turnUrlOf(host: string): string {
  return `turn:${host.includes(':') ? `[${host}]` : host}:${UNUSED_PORT}?transport=udp`;
}
