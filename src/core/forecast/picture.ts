/** What Chromium's VP8 makes of a rate: it takes lines away before it takes frames, as far as the picture allows. */
import { rounded } from '../base/rounded.ts';

/**
 * Lines of the picture, from which rate on (kbit/s): the likeliest ones in calls with a 720p camera (bench/call), when a call has lasted long enough for
 * the picture to have the lines of its rate.
 */
const HEIGHT_FROM_KBPS = [
  [2800, 720],
  [350, 540],
  [110, 360],
] as const;
/** Lines of the smallest picture, and of all. */
const LEAST_HEIGHT_PX = 180;
export const PICTURE_HEIGHTS_PX: readonly number[] = [
  ...HEIGHT_FROM_KBPS.map(([, heightPx]) => heightPx),
  LEAST_HEIGHT_PX,
];

export function heightPxAt(kbps: number): number {
  return HEIGHT_FROM_KBPS.find(([from]) => kbps >= from)?.[1] ?? LEAST_HEIGHT_PX;
}

/** kbit/s below which the picture stands still, and what each frame of the smallest picture takes beyond it. */
const STILL_KBPS = 10;
const KBPS_PER_FRAME = 2.2;
/** 1/s, of the camera. */
const MOST_FRAMES_PER_SECOND = 30;

export function framesPerSecondAt(kbps: number): number {
  return Math.min(MOST_FRAMES_PER_SECOND, rounded(Math.max(0, (kbps - STILL_KBPS) / KBPS_PER_FRAME), 1));
}
