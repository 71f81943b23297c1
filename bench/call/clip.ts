/** What the party of a call looks and sounds like to its camera and microphone, made by this script: nothing recorded is needed. */
import { open, writeFile } from 'node:fs/promises';
import { createRandom } from '../learner/random.ts';

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES_PER_SECOND = 30;
/** s; the clip is repeated, and every movement in it is a whole number of periods long. */
const SECONDS = 4;
/** Levels of luma, standard deviation: what a webcam's sensor adds in a lit room. */
const NOISE_LEVELS = 2.5;
const SAMPLE_RATE = 48_000;
/** s; repeated as the clip is. */
const SPEECH_S = 26;

/** A soft background, a head-sized pattern that moves, camera noise; YUV4MPEG2, as Chromium's fake camera reads it. */
export async function writeClip(path: string): Promise<void> {
  const random = createRandom(1);
  const noise = Int8Array.from({ length: WIDTH * HEIGHT * 2 }, () =>
    Math.round(random.normal() * NOISE_LEVELS),
  );
  const background = softBackground();
  const file = await open(path, 'w');
  try {
    await file.write(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`);
    const frames = SECONDS * FRAMES_PER_SECOND;
    for (let i = 0; i < frames; i++) {
      await file.write('FRAME\n');
      await file.write(frame(i / frames, background, noise, random.whole(0, WIDTH * HEIGHT - 1)));
    }
  } finally {
    await file.close();
  }
}

function softBackground(): Uint8Array {
  const luma = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++)
      luma[y * WIDTH + x] = 110 + 30 * Math.sin(x / 170) * Math.cos(y / 130) + 20 * (y / HEIGHT);
  return luma;
}

/** `at` is 0 to 1 of the clip. */
function frame(at: number, background: Uint8Array, noise: Int8Array, noiseFrom: number): Uint8Array {
  const pixels = WIDTH * HEIGHT;
  const yuv = new Uint8Array((pixels * 3) / 2).fill(128, pixels);
  const turn = 2 * Math.PI * at;
  const centreX = WIDTH / 2 + 90 * Math.sin(turn) + 25 * Math.sin(3 * turn);
  const centreY = HEIGHT / 2 + 35 * Math.sin(2 * turn);
  const radiusX = 150;
  const radiusY = 200;
  for (let y = 0; y < HEIGHT; y++) {
    const dy = (y - centreY) / radiusY;
    for (let x = 0; x < WIDTH; x++) {
      const i = y * WIDTH + x;
      const dx = (x - centreX) / radiusX;
      const inHead = dx * dx + dy * dy < 1;
      const level = inHead
        ? 150 +
          45 * Math.sin(9 * dx + 2 * Math.sin(turn * 2)) * Math.cos(7 * dy) +
          25 * Math.sin(31 * dx * dy)
        : (background[i] ?? 0);
      yuv[i] = Math.max(0, Math.min(255, level + (noise[noiseFrom + i] ?? 0)));
      if (inHead && x % 2 === 0 && y % 2 === 0) {
        const chroma = (y / 2) * (WIDTH / 2) + x / 2;
        yuv[pixels + chroma] = 112;
        yuv[pixels * 1.25 + chroma] = 150;
      }
    }
  }
  return yuv;
}

/** s of sound and of silence, on average, and so 39 % of sound: one side of a conversation (ITU-T P.59, table 2). */
const TALKSPURT_S = 1.004;
const PAUSE_S = 1.587;
/** s */
const SYLLABLE = { least: 0.12, most: 0.28 } as const;
const SYLLABLES = TALKSPURT_S / ((SYLLABLE.least + SYLLABLE.most) / 2);

/** Syllables of voiced and unvoiced sound with pauses, through three resonances of a vocal tract; 16-bit mono WAV. */
export async function writeSpeech(path: string): Promise<void> {
  const random = createRandom(2);
  const samples = new Int16Array(SAMPLE_RATE * SPEECH_S);
  let at = 0;
  while (at < samples.length) {
    const syllables = random.whole(Math.ceil(SYLLABLES / 2), Math.floor(SYLLABLES * 1.5));
    for (let i = 0; i < syllables; i++) at = writeSyllable(samples, at, random);
    at += Math.round(SAMPLE_RATE * random.between(0.5, 1.5) * PAUSE_S);
  }
  await writeFile(path, Buffer.concat([wavHeader(samples.byteLength), Buffer.from(samples.buffer)]));
}

function writeSyllable(into: Int16Array, from: number, random: ReturnType<typeof createRandom>): number {
  const length = Math.round(SAMPLE_RATE * random.between(SYLLABLE.least, SYLLABLE.most));
  const pitchHz = random.between(95, 150);
  const formants = [random.between(300, 800), random.between(900, 2_200), random.between(2_300, 3_000)].map(
    (hz) => resonance(hz, 90),
  );
  const hissing = Math.round(length * random.between(0, 0.25));
  for (let i = 0; i < length && from + i < into.length; i++) {
    const envelope = Math.sin((Math.PI * i) / length) ** 0.6;
    const pulse =
      Math.floor((i * pitchHz) / SAMPLE_RATE) > Math.floor(((i - 1) * pitchHz) / SAMPLE_RATE) ? 1 : 0;
    const source = i < hissing ? random.normal() * 0.05 : pulse + random.normal() * 0.004;
    const value = formants.reduce((sum, filter, n) => sum + filter(source) / (n + 1), 0);
    into[from + i] = Math.max(-32_000, Math.min(32_000, value * envelope * 9_000));
  }
  return from + length;
}

/** A second-order resonator (Klatt 1980), with a gain of about 1 at its centre. */
function resonance(centreHz: number, widthHz: number): (input: number) => number {
  const c = -Math.exp((-2 * Math.PI * widthHz) / SAMPLE_RATE);
  const b =
    2 * Math.exp((-Math.PI * widthHz) / SAMPLE_RATE) * Math.cos((2 * Math.PI * centreHz) / SAMPLE_RATE);
  const a = 1 - b - c;
  let last = 0;
  let before = 0;
  return (input) => {
    const output = a * input * 40 + b * last + c * before;
    before = last;
    last = output;
    return output;
  };
}

function wavHeader(bytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return header;
}
