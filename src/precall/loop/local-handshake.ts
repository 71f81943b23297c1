/**
 * The DTLS handshake of a loop, before it has relays. Both ends are in this page: they shake hands over the device's own
 * addresses, and the ICE restart that moves them to the relays leaves the DTLS association as it is (RFC 8842 section 5.1). So no
 * flight of it crosses the line, where it would wait, be lost, or fill the queue of a slow one.
 */
import { orAbort, sleep, withTimeout } from '../base/abortable.ts';
import { areConnected, haveGathered } from './loop-ends.ts';

/**
 * ms; the addresses of a device are known within 50, and come together: Chromium looks for others, of no use here, 100
 * longer.
 */
const GATHERING_MS = 500;
const TOGETHER_MS = 20;
/** ms; two ends of one browser need 10 to 80. */
const HANDSHAKE_MS = 400;

/** The configuration that gives addresses of this device and no others. */
export const LOCAL_ONLY: RTCConfiguration = { iceServers: [], iceTransportPolicy: 'all' };

export interface LocalHandshake {
  readonly ends: readonly RTCPeerConnection[];
  /** Open once the association is there. */
  readonly channels: readonly RTCDataChannel[];
  describe(): Promise<void>;
  /** Tells the other end an address of this one. */
  introduce(end: RTCPeerConnection, address: RTCIceCandidateInit): void;
}

/** True once it is through; false when it is not so in time, or is better not made: then the relays are to carry it. */
export async function localHandshake(
  { ends, channels, describe, introduce }: LocalHandshake,
  signal: AbortSignal,
): Promise<boolean> {
  const stop = new AbortController();
  const on = { signal: stop.signal };
  const addresses = new Map(ends.map((end) => [end, [] as RTCIceCandidate[]]));
  for (const [end, own] of addresses) {
    end.addEventListener(
      'icecandidate',
      ({ candidate }) => {
        if (candidate?.type === 'host' && candidate.protocol === 'udp') own.push(candidate);
      },
      on,
    );
  }
  const gathered = () => haveGathered(ends);
  const through = () => areConnected(ends) && channels.every(({ readyState }) => readyState === 'open');
  const until = (holds: () => boolean, ms: number) => {
    const reached = new Promise<void>((resolve) => {
      const look = () => {
        if (holds()) resolve();
      };
      for (const channel of channels) channel.addEventListener('open', look, on);
      for (const end of ends) {
        end.addEventListener('icecandidate', look, on);
        end.addEventListener('icegatheringstatechange', look, on);
        end.addEventListener('connectionstatechange', look, on);
      }
      look();
    });
    return withTimeout(ms, signal, (own) => orAbort(reached, own));
  };
  try {
    await orAbort(describe(), signal);
    await until(() => gathered() || [...addresses.values()].every(({ length }) => length > 0), GATHERING_MS);
    if (!gathered()) await sleep(TOGETHER_MS, signal);
    if (giveWayToRelays([...addresses.values()])) {
      for (const [end, own] of addresses) for (const address of own) introduce(end, asLastResort(address));
      await until(through, HANDSHAKE_MS);
      // A connected end looks for no other addresses.
      if (through()) return true;
    }
    // An ICE restart while Chromium is still gathering: it would not tell when it has gathered anew, and found no relay.
    await until(gathered, GATHERING_MS);
    return false;
  } finally {
    stop.abort();
  }
}

/**
 * Chromium prefers pairs by what their networks cost (an extension of its own to candidates), and only then by priority: a cheap
 * interface that leads nowhere, such as a virtual machine's, would keep the loop on the device.
 */
export function giveWayToRelays(
  addresses: readonly (readonly Pick<RTCIceCandidate, 'candidate'>[])[],
): boolean {
  const costs = addresses.flat().map(({ candidate }) => / network-cost (\d+)/.exec(candidate)?.[1] ?? '0');
  return addresses.every(({ length }) => length > 0) && new Set(costs).size === 1;
}

/**
 * An address of this device as the other end is to know it: a pair of relays has the higher priority (RFC 8445 section
 * 6.1.2.3).
 */
export function asLastResort(candidate: RTCIceCandidate): RTCIceCandidateInit {
  const init = candidate.toJSON();
  return { ...init, candidate: init.candidate?.replace(/^(candidate:\S+ \d+ \S+) \d+/, '$1 1') ?? '' };
}

/**
 * The first candidate an end gets after the restart. Chromium pairs each new relay with what it knew of the other end before, and
 * would ask the server for a permission for this device; a TCP candidate that only connects (RFC 6544) is paired with nothing.
 */
export const PAIRED_WITH_NOTHING: RTCIceCandidateInit = {
  candidate: 'candidate:1 1 tcp 1 127.0.0.1 9 typ host tcptype active',
  sdpMLineIndex: 0,
};
