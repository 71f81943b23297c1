/** The level of a call, by what one of its ways looks and sounds like: the limits by which a call that was made is judged, too. */
import type { CallLevel } from './forecast-types.ts';

export interface WayQuality {
  readonly kbps: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  /** 0-1 of the time. */
  readonly frozenShare: number;
  /** 0-1 of the voice. */
  readonly concealedShare: number;
}

interface LevelLimit {
  readonly level: CallLevel;
  readonly kbps: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  readonly frozenShare: number;
}

/** 0-1 of the time: what the best call stays below. */
const FREEZES = 0.03;
/** Best first. */
const LIMITS: readonly LevelLimit[] = [
  { level: 4, kbps: 1000, heightPx: 540, framesPerSecond: 24, frozenShare: FREEZES },
  { level: 3, kbps: 400, heightPx: 360, framesPerSecond: 20, frozenShare: 0.05 },
  { level: 2, kbps: 110, heightPx: 180, framesPerSecond: 12, frozenShare: 0.1 },
];
/** 0-1 of the voice: from this on no video makes up for it. */
export const SPOILT_VOICE = 0.04;
/** 0-1 of the voice: from this on there is no talking. */
const NO_VOICE = 0.1;

export function levelOfWay(way: WayQuality): CallLevel {
  if (way.concealedShare >= NO_VOICE) return 0;
  if (way.concealedShare >= SPOILT_VOICE) return 1;
  const held = LIMITS.find(
    (limit) =>
      way.kbps >= limit.kbps &&
      way.heightPx >= limit.heightPx &&
      way.framesPerSecond >= limit.framesPerSecond &&
      way.frozenShare < limit.frozenShare,
  );
  return held?.level ?? 1;
}

/** Of a foretold picture alone. */
export function levelOfPicture(picture: Omit<WayQuality, 'concealedShare'>): CallLevel {
  return levelOfWay({ ...picture, concealedShare: 0 });
}

/** Whether a picture stands still often enough to be told. */
export function freezes({ frozenShare }: Pick<WayQuality, 'frozenShare'>): boolean {
  return frozenShare >= FREEZES;
}
