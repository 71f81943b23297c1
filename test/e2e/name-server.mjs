/**
 * A name server (RFC 1035) whose names have an address of IPv4 and none of IPv6; others do not exist.
 *
 *   node name-server.mjs '{"turn.test": "192.0.2.10"}'
 */
import { createSocket } from 'node:dgram';

const HEADER_BYTES = 12;
const TYPE_A = 1;
const NO_SUCH_NAME = 3;
const TIME_TO_LIVE_S = 60;

/** @type {Record<string, string>} */
const addresses = JSON.parse(process.argv[2] ?? '{}');
const socket = createSocket('udp4');
socket.on('message', (query, { port, address }) => socket.send(answerTo(query), port, address));
socket.bind(53, () => console.log('listening'));

/** @param {Buffer} query with one question. */
function answerTo(query) {
  /** @type {string[]} */
  const labels = [];
  let at = HEADER_BYTES;
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size));
    at += 1 + size;
  }
  const question = query.subarray(HEADER_BYTES, at + 5);
  const found = addresses[labels.join('.').toLowerCase()];
  const isAnswer = found !== undefined && query.readUInt16BE(at + 1) === TYPE_A;
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  // A response with recursion, as asked for.
  header.writeUInt16BE(0x8180 | (found === undefined ? NO_SUCH_NAME : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(isAnswer ? 1 : 0, 6);
  if (!isAnswer) return Buffer.concat([header, question]);
  const record = Buffer.alloc(12);
  // The name is the question's.
  record.writeUInt16BE(0xc000 | HEADER_BYTES, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(TIME_TO_LIVE_S, 6);
  record.writeUInt16BE(4, 10);
  return Buffer.concat([header, question, record, Buffer.from(found.split('.').map(Number))]);
}
