/** The extension as Chromium gets it from an administrator: one signed file, and what says where that is. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { extensionId } from './views-seed.ts';

export interface SignedPackage {
  readonly id: string;
  /** A file of the format CRX3, https://source.chromium.org/chromium/chromium/src/+/main:components/crx_file/crx3.proto */
  readonly file: Uint8Array;
}

/** Signed with a key that nobody has but this call; the extension's id follows from the key. */
export function signPackage(zip: Uint8Array): SignedPackage {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const signedData = field(1, createHash('sha256').update(key).digest().subarray(0, 16));
  const signature = sign(
    'sha256',
    Buffer.concat([Buffer.from('CRX3 SignedData\0'), uint32(signedData.length), signedData, zip]),
    privateKey,
  );
  const proof = Buffer.concat([field(1, key), field(2, signature)]);
  const header = Buffer.concat([field(2, proof), field(10_000, signedData)]);
  const file = Buffer.concat([Buffer.from('Cr24'), uint32(3), uint32(header.length), header, zip]);
  return { id: extensionId(key.toString('base64')), file };
}

/** The answer to a browser that asks for updates, https://developer.chrome.com/docs/extensions/how-to/distribute/host-extensions */
export function updateManifest(id: string, version: string, url: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}"><updatecheck codebase="${url}" version="${version}"/></app>
</gupdate>`;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A field of bytes, https://protobuf.dev/programming-guides/encoding/ */
function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}
