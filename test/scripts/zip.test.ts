import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'playwright/test';
import { zip } from '../../scripts/zip.mjs';

/** Reads an archive through its central directory, as a store does. */
function unzip(archive: Buffer): Map<string, { content: string; crc: number }> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06'));
  const files = new Map<string, { content: string; crc: number }>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26);
    const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20));
    files.set(name, { content: inflateRawSync(packed).toString(), crc: archive.readUInt32LE(at + 16) });
    at += 46 + nameLength;
  }
  expect(at).toBe(end);
  return files;
}

test('what goes in comes out', () => {
  const files = unzip(
    zip([
      ['b/ü.txt', Buffer.from('hello '.repeat(1000))],
      ['a.txt', Buffer.from('123456789')],
      ['empty', Buffer.alloc(0)],
    ]),
  );
  expect([...files.keys()]).toEqual(['a.txt', 'b/ü.txt', 'empty']);
  expect(files.get('b/ü.txt')?.content).toBe('hello '.repeat(1000));
  // The check value of CRC-32/ISO-HDLC is that of "123456789".
  expect(files.get('a.txt')).toEqual({ content: '123456789', crc: 0xcbf43926 });
  expect(files.get('empty')).toEqual({ content: '', crc: 0 });
});

test('the same files give the same bytes, in whatever order they come', () => {
  const a = ['a', Buffer.from('1')] as const;
  const b = ['b', Buffer.from('2')] as const;
  expect(zip([a, b]).equals(zip([b, a]))).toBe(true);
});
