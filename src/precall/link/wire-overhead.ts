/**
 * Bytes around one payload on the IP layer, so that rates are those of the link.
 * A ChannelData header is 4 bytes (RFC 8656 section 12.4), a Send or Data indication around IPv4 addresses 36 and up;
 * over TCP ChannelData is padded to 4 bytes.
 */
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import { CHANNEL_DATA_BYTES } from './turn-framing.ts';

/** Bytes of the headers of UDP and IPv4. */
const UDP_IP = 8 + 20;
/** Bytes of the headers of TCP with its timestamps option, which every desktop system sends, and of IPv4. */
const TCP_IP = 32 + 20;
/**
 * Bytes of ACKs beside each segment: one of 52 for every two (RFC 1122 section 4.2.3.2), for what comes the other way
 * round the loop.
 */
const TCP_ACK_SHARE = 26;
/**
 * Datagrams below so many bytes are acknowledged one by one (captures on Linux), which takes the other half of an ACK
 * each.
 */
const ACKED_ALONE = { belowBytes: 480, moreBytes: 26 } as const;

/** Bytes of ACKs that one datagram over TCP takes beyond its overhead. */
export function ownAckBytes(bytes: number): number {
  return bytes < ACKED_ALONE.belowBytes ? ACKED_ALONE.moreBytes : 0;
}

/** Bytes of one TCP segment: what it carries at most, and what belongs to it however much that is. */
export const TCP_SEGMENT = { mostBytes: 1_448, headerBytes: TCP_IP + TCP_ACK_SHARE } as const;
/** Bytes of a TLS 1.3 record: header 5, content type 1, AEAD tag 16 (RFC 8446 section 5.2). */
const TLS_RECORD = 22;
/** Bytes of an RTP header without extensions (RFC 3550 section 5.1). */
const RTP_HEADER = 12;
/**
 * Bytes around a message of a data channel: DTLS 1.2 record with AES-GCM 13 + 8 + 16, SCTP common header 12, DATA chunk
 * header 16.
 */
const DATA_CHANNEL = 37 + 12 + 16;

export interface OverheadFacts {
  readonly relayProtocol: RelayProtocol;
  readonly method: 'rtp-datagrams' | 'data-channel';
  /** Authentication tag of the SRTP profile; 10 for AES_CM_128_HMAC_SHA1_80, 16 for AEAD_AES_*_GCM. */
  readonly srtpTagBytes?: number;
  /** RTP header with extensions, when the browser tells. */
  readonly rtpHeaderBytes?: number;
  /** What TURN puts around a datagram, when it is not ChannelData. */
  readonly turnFramingBytes?: number;
}

/** Bytes that one payload carries around it, at IP level. */
export function wireOverheadBytes(facts: OverheadFacts): number {
  const inner =
    facts.method === 'data-channel'
      ? DATA_CHANNEL
      : (facts.rtpHeaderBytes ?? RTP_HEADER) + (facts.srtpTagBytes ?? 10);
  return inner + packetFramingBytes(facts.relayProtocol, facts.turnFramingBytes);
}

/** Bytes that TURN and everything below it put around one packet of the loop. */
export function packetFramingBytes(relayProtocol: RelayProtocol, turnBytes = CHANNEL_DATA_BYTES): number {
  if (relayProtocol === 'udp') return turnBytes + UDP_IP;
  return turnBytes + TCP_IP + TCP_ACK_SHARE + (relayProtocol === 'tls' ? TLS_RECORD : 0);
}
