/**
 * SHA-256 (FIPS 180-4) as a pure synchronous function: WebCrypto's is asynchronous, and the core does no I/O.
 * For naming things (networks, episodes) without keeping what they were named after; not for secrets. By hand, for a
 * library's is five times as large.
 */
export function sha256Hex(text: string): string {
  const message = paddedMessage(text);
  const hash = Uint32Array.from(INITIAL);
  const schedule = new Uint32Array(64);
  for (let offset = 0; offset < message.length; offset += 16) {
    expand(schedule, message.subarray(offset, offset + 16));
    compress(hash, schedule);
  }
  return Array.from(hash, (word) => word.toString(16).padStart(8, '0')).join('');
}

function fractionBits(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

// A double holds 53 bits: the 32 of the fraction and the 3 of the integer part are exact.
const INITIAL = firstPrimes(8).map((prime) => fractionBits(Math.sqrt(prime)));
const ROUND = Uint32Array.from(firstPrimes(64), (prime) => fractionBits(Math.cbrt(prime)));

/** UTF-8 in big-endian words, a one bit, zeros, and the length in bits. */
function paddedMessage(text: string): Uint32Array {
  const bytes = utf8(text);
  const words = new Uint32Array(((bytes.length + 8) >> 6) * 16 + 16);
  [...bytes, 0x80].forEach((byte, index) => {
    words[index >> 2] = (words[index >> 2] ?? 0) | (byte << (24 - 8 * (index & 3)));
  });
  words[words.length - 2] = Math.floor((bytes.length * 8) / 2 ** 32);
  words[words.length - 1] = bytes.length * 8;
  return words;
}

function utf8(text: string): number[] {
  // A lone surrogate has no UTF-8: U+FFFD stands for it, as in a TextEncoder.
  const escaped = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  return (escaped.match(/%..|./g) ?? []).map((unit) =>
    unit.length === 3 ? Number.parseInt(unit.slice(1), 16) : unit.charCodeAt(0),
  );
}

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function expand(schedule: Uint32Array, block: Uint32Array): void {
  schedule.set(block);
  for (let t = 16; t < 64; t++) {
    const [w2 = 0, w7 = 0, w15 = 0, w16 = 0] = [2, 7, 15, 16].map((back) => schedule[t - back]);
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    schedule[t] = w16 + s0 + w7 + s1;
  }
}

function compress(hash: Uint32Array, schedule: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const first = h + s1 + ((e & f) ^ (~e & g)) + (ROUND[t] ?? 0) + (schedule[t] ?? 0);
    const second = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    hash[index] = (hash[index] ?? 0) + word;
  });
}
