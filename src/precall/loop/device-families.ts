/**
 * Which kinds of addresses this device has, as far as the browser tells: with none of a URL's kind nothing can be sent
 * there.
 */
import { withTimeout } from '../base/abortable.ts';
import { LOCAL_ONLY } from './local-handshake.ts';

export type AddressFamily = 'ipv4' | 'ipv6';
/**
 * `hidden`: there is an address, but the browser gives a name in its place (draft-ietf-mmusic-mdns-ice-candidates).
 * `withheld`: the browser does not even look, as Firefox where it may use proxies only.
 */
export type DeviceFamilies = readonly (AddressFamily | 'hidden')[] | 'withheld';

/** ms; the addresses of a device are known within 50, but on a busy machine. */
const LOOK_MS = 2_000;

/** Empty when the device has no address, or the browser gives none. */
export async function lookAtDevice(
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  signal: AbortSignal,
): Promise<DeviceFamilies> {
  const found = new Set<AddressFamily | 'hidden'>();
  const end = create(LOCAL_ONLY);
  try {
    const ended = await withTimeout(
      LOOK_MS,
      signal,
      (own) =>
        new Promise<void>((resolve, reject) => {
          own.addEventListener('abort', () => reject(own.reason), { once: true });
          end.addEventListener('icecandidate', ({ candidate }) => {
            if (candidate === null) resolve();
            else if (candidate.type === 'host') found.add(familyOf(candidate.address ?? '') ?? 'hidden');
          });
          end.createDataChannel('look');
          end.setLocalDescription().catch(reject);
        }),
    );
    if (ended === 'timed-out' && found.size === 0) return 'withheld';
  } finally {
    end.close();
  }
  return [...found];
}

/** Undefined for a name. */
export function familyOf(host: string): AddressFamily | undefined {
  if (host.includes(':')) return 'ipv6';
  return /^[\d.]+$/.test(host) ? 'ipv4' : undefined;
}
