/** Why a TURN URL gave no relayed loop, from what the browser let us see. Pure. */

import type { FailureReason } from '../../core/report/failure-reasons.ts';
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import type { AddressFamily, DeviceFamilies } from './device-families.ts';

/** One `icecandidateerror` event. */
export interface IceError {
  readonly code: number;
  readonly text: string;
}

export interface LoopObservation {
  readonly relayProtocol: RelayProtocol;
  /** The URL names no host but an IP address. */
  readonly hostIsAddress: boolean;
  readonly online: boolean;
  /** The server's port. */
  readonly port: number | undefined;
  /** The browser threw at this URL before anything was sent. */
  readonly rejected: boolean;
  /** A relay candidate was seen at either end. */
  readonly allocated: boolean;
  /** At both: then no error told of one interface of the device kept the loop from coming up. */
  readonly bothAllocated?: boolean;
  /** The loop's own time was over. */
  readonly timedOut: boolean;
  readonly errors: readonly IceError[];
  /** What a separate UDP attempt at the same host found; absent when none was made. */
  readonly hostLookup?: 'failed' | 'worked';
  /** What a separate attempt without TLS at the same port found; absent when none was made. */
  readonly portLook?: 'open' | 'closed';
  /** Of the URL's host, where that is an address. */
  readonly hostFamily?: AddressFamily;
  /** Of the addresses that the device has; absent when nobody looked. */
  readonly deviceFamilies?: DeviceFamilies;
}

/** STUN errors of an Allocate request that a wrong user name or password gives (RFC 8656 section 18, RFC 8489). */
const CREDENTIAL_CODES: readonly number[] = [401, 441];
/** Allocation Quota Reached, Insufficient Capacity (RFC 8656 section 18). */
const CAPACITY_CODES: readonly number[] = [486, 508];
/** What an answer to an Allocate request means beside those; a code from 500 on is the server's own fault. */
const REASON_OF_CODE: Readonly<Record<number, FailureReason>> = {
  300: 'redirected',
  400: 'relay-unsupported',
  420: 'relay-unsupported',
  437: 'session-lost',
  438: 'session-lost',
  440: 'relay-unsupported',
  442: 'relay-unsupported',
  443: 'relay-unsupported',
};
const SERVER_ERRORS_FROM = 500;
/** What Firefox hands out for every code from 500 on. */
const FIREFOX_SERVER_ERROR = 65_535;
/** webrtc-pc: the browser's own code for "no answer from the server". */
export const NO_ANSWER_CODE = 701;
/**
 * Chromium's text for a UDP server whose name did not resolve: "TURN host lookup received error." Firefox gives no texts, but
 * over UDP this is its only quick 701: a silent server gets one after many seconds.
 */
const LOOKUP_TEXT = /lookup|^$/i;

/**
 * Chromium sends nothing to other ports below 1024, and does not say so (TurnPort::AllowedTurnPort of libwebrtc).
 * Firefox throws at those it refuses.
 */
const ALLOWED_LOW_PORTS: readonly number[] = [53, 80, 443];

export function failureReason(seen: LoopObservation): FailureReason {
  if (seen.rejected || isRefusedPort(seen) || isRefusedAddress(seen)) return 'unsupported';
  if (!seen.online) return 'no-network';
  const answered = decidingError(seen.errors);
  if (answered !== undefined && answered.code !== NO_ANSWER_CODE && seen.bothAllocated !== true) {
    // Also when one end got the last allocation there was, and the other none.
    return seen.errors.some(({ code }) => CAPACITY_CODES.includes(code))
      ? 'no-capacity'
      : reasonOfAnswer(answered.code);
  }
  // With a relay candidate at hand, whatever failed is on the relay's side or in the time it took.
  if (seen.allocated) return seen.timedOut ? 'timed-out' : 'relay-forbidden';
  if (answered === undefined) return reasonOfSilence(seen);
  if (seen.timedOut) return 'unreachable';
  if (seen.portLook === 'open') return 'tls-failed';
  if (seen.hostLookup === 'failed' || (seen.relayProtocol === 'udp' && seen.errors.some(isLookupError))) {
    return 'host-not-found';
  }
  // UDP has no refusal the browser would report: 701 there is its own long wait running out.
  return seen.relayProtocol === 'udp' ? 'unreachable' : 'refused';
}

function reasonOfAnswer(code: number): FailureReason {
  if (CREDENTIAL_CODES.includes(code)) return 'wrong-credentials';
  return REASON_OF_CODE[code] ?? (code >= SERVER_ERRORS_FROM ? 'server-error' : 'relay-forbidden');
}

/** No relay, and no word of any attempt. */
function reasonOfSilence({ deviceFamilies = [], hostFamily, timedOut }: LoopObservation): FailureReason {
  if (deviceFamilies === 'withheld') return 'browser-forbids';
  if (deviceFamilies.length === 0) return timedOut ? 'unreachable' : 'no-network';
  const isOfOther = hostFamily !== undefined && !deviceFamilies.includes(hostFamily);
  if (isOfOther && !deviceFamilies.includes('hidden')) return 'address-family';
  return timedOut ? 'unreachable' : 'browser-forbids';
}

function isRefusedPort({ port, allocated, errors }: LoopObservation): boolean {
  return (
    !allocated &&
    errors.length === 0 &&
    port !== undefined &&
    port < 1024 &&
    !ALLOWED_LOW_PORTS.includes(port)
  );
}

/** Firefox does not try TLS to an address without a name, and does not say so (NrIceStunServer::ToNicerStunStruct). */
function isRefusedAddress({
  relayProtocol,
  hostIsAddress,
  allocated,
  timedOut,
  errors,
}: LoopObservation): boolean {
  return relayProtocol === 'tls' && hostIsAddress && !allocated && !timedOut && errors.length === 0;
}

/** The error that decides: an answer of the server before the browser's own "no answer". */
export function decidingError(errors: readonly IceError[]): IceError | undefined {
  return errors.find((error) => error.code !== NO_ANSWER_CODE) ?? errors[0];
}

/**
 * True for an error that no other network interface of the device would make good. One of them may get an allocation where another
 * got none any more.
 */
export function isFinal(error: IceError): boolean {
  return error.code !== NO_ANSWER_CODE && error.code >= 300 && !isAboutCapacity(error);
}

/** True for an answer that another attempt may not get: that of a server whose allocations are used up, maybe by us. */
function isAboutCapacity({ code }: IceError): boolean {
  return CAPACITY_CODES.includes(code) || code === FIREFOX_SERVER_ERROR;
}

/** True when nothing came of it and nothing was told: then a look at the device may tell more. */
export function isSilent(seen: LoopObservation): boolean {
  return seen.online && !seen.rejected && !seen.allocated && seen.errors.length === 0;
}

/** True when a 701 alone cannot tell a closed port from a bad host name, nor, with TLS, from a bad certificate. */
export function isAmbiguous(seen: LoopObservation): boolean {
  return (
    seen.relayProtocol !== 'udp' &&
    seen.online &&
    !seen.rejected &&
    !seen.allocated &&
    !seen.timedOut &&
    decidingError(seen.errors)?.code === NO_ANSWER_CODE
  );
}

/** Reads an error of an attempt over UDP. */
export function isLookupError(error: IceError): boolean {
  return error.code === NO_ANSWER_CODE && LOOKUP_TEXT.test(error.text);
}
