/** What the party of a call looks like to its camera, made by this script: nothing recorded is needed. */
import { open } from 'node:fs/promises';
import { createRandom } from '../learner/random.ts';

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES_PER_SECOND = 30;
/** s; the clip is repeated, and every movement in it is a whole number of periods long. */
const SECONDS = 4;
/** Levels of luma, standard deviation: what a webcam's sensor adds in a lit room. */
const NOISE_LEVELS = 2.5;

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
