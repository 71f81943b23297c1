/** What TURN puts around each datagram between the browser and the server, which no statistic tells. */

/** Bytes of a ChannelData header (RFC 8656 section 12.4). */
export const CHANNEL_DATA_BYTES = 4;
/**
 * Bytes of a Send indication (RFC 8656 section 10): header 20, XOR-PEER-ADDRESS of IPv4 12, DATA 4, FINGERPRINT 8. A server's
 * Data indication is the same, and 24 more when it names its software in each.
 */
export const INDICATION_BYTES = 44;
/**
 * An indication's DATA is padded to 4 bytes (RFC 8489 section 14): a payload of whole words, with the 12 bytes of an RTP
 * header and the 16 of its tag, needs none, and so has the size it is counted with.
 */
export function wholeWords(payloadBytes: number): number {
  return 4 * Math.floor(payloadBytes / 4);
}
