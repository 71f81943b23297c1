/**
 * A TURN server that gives no relay, but the answer that a test chooses (RFC 8489, RFC 8656), over UDP and TCP on one port: for the
 * error codes that no server here can be brought to give.
 */
import { createHash, createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { freePort, HOST } from './free-port.ts';

const REALM = 'precall.test';
const USERNAME = 'alice';
const CREDENTIAL = 'scripted';

const BINDING = 0x0001;
const ALLOCATE = 0x0003;
const COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;
const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  realm: 0x0014,
  nonce: 0x0015,
  mapped: 0x0020,
};

export interface ScriptedTurn {
  readonly urls: { readonly udp: string; readonly tcp: string };
  server(...transports: readonly ('udp' | 'tcp')[]): {
    label: string;
    urls: string[];
    username: string;
    credential: string;
  };
  close(): void;
}

/** Answers each Allocate request that carries credentials with this error; `undefined` with silence. */
export async function startScriptedTurn(errorCode: number | undefined): Promise<ScriptedTurn> {
  const port = await freePort();
  const udp = createSocket('udp4');
  udp.on('message', (request, { address, port: from }) => {
    const answer = answerTo(request, errorCode, { address, port: from });
    if (answer !== undefined) udp.send(answer, from, address);
  });
  udp.bind(port, HOST);
  const open = new Set<Socket>();
  const tcp = createServer((socket) => {
    open.add(socket);
    let unread = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.on('data', (bytes) => {
      unread = Buffer.concat([unread, bytes]);
      while (unread.length >= HEADER_BYTES && unread.length >= lengthOf(unread)) {
        const request = unread.subarray(0, lengthOf(unread));
        unread = unread.subarray(request.length);
        const answer = answerTo(request, errorCode, { address: HOST, port: socket.remotePort ?? 0 });
        if (answer !== undefined) socket.write(answer);
      }
    });
  });
  tcp.listen(port, HOST);
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')]);
  const urls = {
    udp: `turn:${HOST}:${port}?transport=udp`,
    tcp: `turn:${HOST}:${port}?transport=tcp`,
  };
  return {
    urls,
    server: (...transports) => ({
      label: `Scripted ${errorCode ?? 'silence'}`,
      urls: transports.map((transport) => urls[transport]),
      username: USERNAME,
      credential: CREDENTIAL,
    }),
    close() {
      udp.close();
      tcp.close();
      for (const socket of open) socket.destroy();
    },
  };
}

const lengthOf = (message: Buffer) => HEADER_BYTES + message.readUInt16BE(2);

function answerTo(
  request: Buffer,
  errorCode: number | undefined,
  from: { readonly address: string; readonly port: number },
): Buffer | undefined {
  if (request.length < HEADER_BYTES || request.readUInt32BE(4) !== COOKIE) return undefined;
  const type = request.readUInt16BE(0);
  if (type === BINDING) return message(request, 0x0101, [[ATTRIBUTE.mapped, mappedAddress(from)]]);
  if (type !== ALLOCATE) return undefined;
  const ask: Attribute[] = [
    [ATTRIBUTE.realm, Buffer.from(REALM)],
    [ATTRIBUTE.nonce, Buffer.from('0123456789abcdef')],
  ];
  const failed = ALLOCATE | 0x0110;
  if (!has(request, ATTRIBUTE.username))
    return message(request, failed, [[ATTRIBUTE.error, error(401)], ...ask]);
  if (errorCode === undefined) return undefined;
  // These two are answered before the credentials are looked at (RFC 8489 section 9.2.4).
  const isAboutCredentials = errorCode === 401 || errorCode === 438;
  const attributes: Attribute[] = [[ATTRIBUTE.error, error(errorCode)], ...(isAboutCredentials ? ask : [])];
  return message(request, failed, attributes, !isAboutCredentials);
}

type Attribute = readonly [type: number, value: Buffer];

function has(request: Buffer, wanted: number): boolean {
  for (let at = HEADER_BYTES; at + 4 <= request.length; ) {
    if (request.readUInt16BE(at) === wanted) return true;
    at += 4 + padded(request.readUInt16BE(at + 2));
  }
  return false;
}

const padded = (bytes: number) => Math.ceil(bytes / 4) * 4;

function error(code: number): Buffer {
  return Buffer.concat([
    Buffer.from([0, 0, Math.floor(code / 100), code % 100]),
    Buffer.from(`Scripted ${code}`),
  ]);
}

/** RFC 8489 section 14.2. */
function mappedAddress({ address, port }: { readonly address: string; readonly port: number }): Buffer {
  const mapped = Buffer.alloc(8);
  mapped.writeUInt16BE(1, 0);
  mapped.writeUInt16BE(port ^ (COOKIE >>> 16), 2);
  const bytes = Buffer.from(address.split('.').map(Number));
  mapped.writeUInt32BE((bytes.readUInt32BE(0) ^ COOKIE) >>> 0, 4);
  return mapped;
}

function message(request: Buffer, type: number, attributes: readonly Attribute[], isSigned = false): Buffer {
  const body = attributes.map(([name, value]) => {
    const attribute = Buffer.alloc(4 + padded(value.length));
    attribute.writeUInt16BE(name, 0);
    attribute.writeUInt16BE(value.length, 2);
    value.copy(attribute, 4);
    return attribute;
  });
  const bytes = body.reduce((sum, { length }) => sum + length, 0);
  const header = Buffer.from(request.subarray(0, HEADER_BYTES));
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(bytes + (isSigned ? INTEGRITY_BYTES : 0), 2);
  const whole = Buffer.concat([header, ...body]);
  if (!isSigned) return whole;
  const key = createHash('md5').update(`${USERNAME}:${REALM}:${CREDENTIAL}`).digest();
  const integrity = createHmac('sha1', key).update(whole).digest();
  const head = Buffer.alloc(4);
  head.writeUInt16BE(ATTRIBUTE.integrity, 0);
  head.writeUInt16BE(integrity.length, 2);
  return Buffer.concat([whole, head, integrity]);
}
