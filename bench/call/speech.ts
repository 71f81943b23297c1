/**
 * The voice of a call's party, made by this script: phrases of syllables with breaths between, through the resonances of a vocal tract; 16-bit mono WAV.
 *
 * Opus must take it for speech. Its in-band FEC repeats a frame in the packet after it (RFC 6716, section 2.1.7), and only SILK, its coder for
 * speech, writes it. At the 32 kbit/s of a WebRTC call the encoder takes SILK (alone, or below CELT) for what its analysis holds for speech; what that
 * holds for music goes to CELT alone, without FEC, until more than 8 % are lost (libopus, `src/opus_encoder.c`: `voice_est`, `decide_fec`). An earlier voice of this lab,
 * syllables of one steady tone each, was music to it: at 5 % of loss libopus 1.3.1 coded 1280 of its 1300 frames with CELT and protected none. This voice it codes as speech
 * throughout and protects 764 of the 827 frames in which it sounds. Level, room noise and digital silence made no difference, for either voice.
 *
 * Nor does SILK repeat a frame in which its own voice detection finds none: of what is lost between the phrases nothing comes back.
 */
import { writeFile } from 'node:fs/promises';
import { createRandom, type Random } from '../learner/random.ts';

/** Its name in the records. */
export const VOICE = 'phrases';

const SAMPLE_RATE = 48_000;
/** s; Chromium plays it again and again. */
const SPEECH_S = 26;
/**
 * s, on average, and so 60 % of sound: between one side of a conversation (39 %, ITU-T P.59) and somebody who never pauses. The share decides how much of what is lost comes
 * back: with 82 % of sound (breaths of 0.4 s after phrases of 2 s) it were four of five packets in the calls over reference links 7 and 8, with this one it is one in two.
 */
const PHRASE_S = 1.5;
const BREATH_S = 1;
/** s, of a syllable: four to five a second, as people speak. */
const SYLLABLE = { least: 0.16, most: 0.28 } as const;
/** Of full scale, root mean square: a talk's level of -20 dB, and a quiet room's of -62 dB. */
const TALK_LEVEL = 0.1;
const ROOM_LEVEL = 0.0008;
/** Hz: first three resonances of a, e, i, o, u and the neutral vowel of a man's voice (Peterson and Barney 1952). */
const VOWELS = [
  [730, 1090, 2440],
  [530, 1840, 2480],
  [270, 2290, 3010],
  [570, 840, 2410],
  [300, 870, 2240],
  [490, 1350, 1690],
] as const;
/** Hz, of each resonance; the fourth and fifth stay where they are. */
const WIDTHS = [70, 90, 130, 200, 250] as const;
const HIGHEST = [3500, 4500] as const;
/** Of each resonance; their signs alternate, as where they stand side by side (Klatt 1980). */
const GAINS = [1, -0.6, 0.35, -0.2, 0.12] as const;

export async function writeSpeech(path: string): Promise<void> {
  const random = createRandom(2);
  const voice = new Float64Array(SAMPLE_RATE * SPEECH_S);
  const talking = new Uint8Array(voice.length);
  let at = 0;
  while (at < voice.length) {
    const length = Math.round(SAMPLE_RATE * random.between(0.5, 1.5) * PHRASE_S);
    writePhrase(voice.subarray(at, at + length), random);
    talking.fill(1, at, at + length);
    at += length + Math.round(SAMPLE_RATE * random.between(0.5, 1.5) * BREATH_S);
  }
  const spoken = voice.filter((_, i) => talking[i] === 1);
  const gain = TALK_LEVEL / Math.sqrt(spoken.reduce((sum, value) => sum + value * value, 0) / spoken.length);
  const samples = Int16Array.from(voice, (value) =>
    Math.max(-32_767, Math.min(32_767, Math.round(32_768 * (value * gain + random.normal() * ROOM_LEVEL)))),
  );
  await writeFile(path, Buffer.concat([wavHeader(samples.byteLength), Buffer.from(samples.buffer)]));
}

interface Syllable {
  readonly from: number;
  readonly to: number;
  readonly consonantTo: number;
  readonly hisses: boolean;
  readonly vowel: readonly number[];
  readonly loudness: number;
}

/** What the voice does at one moment: all of it moves there gradually, as muscles do. */
interface Gesture {
  readonly pitchHz: number;
  readonly vowel: readonly number[];
  /** 0-1, of the vocal folds' sound. */
  readonly voicing: number;
  /** The breath's hiss beside it. */
  readonly breath: number;
  readonly loudness: number;
}

/** The pitch falls over a phrase and sways with its syllables. */
function writePhrase(into: Float64Array, random: Random): void {
  const syllables = syllablesOf(into.length, random);
  const startHz = random.between(118, 140);
  const sound = openVocalTract(random);
  for (const { from, to, consonantTo, hisses, vowel, loudness } of syllables) {
    for (let i = from; i < to; i++) {
      const through = (i - from) / (to - from);
      const vowelNow = i >= consonantTo;
      into[i] = sound({
        pitchHz: startHz - 32 * (i / into.length) + 12 * Math.sin(Math.PI * through),
        vowel,
        voicing: vowelNow ? 1 : hisses ? 0 : 0.25,
        breath: !vowelNow && hisses ? 0.35 : 0.012,
        loudness: loudness * Math.sqrt(Math.sin(Math.PI * (0.15 + through * 0.85))),
      });
    }
  }
}

function syllablesOf(length: number, random: Random): Syllable[] {
  const syllables: Syllable[] = [];
  let from = 0;
  while (from < length) {
    const own = Math.round(SAMPLE_RATE * random.between(SYLLABLE.least, SYLLABLE.most));
    const to = Math.min(length, from + own);
    syllables.push({
      from,
      to,
      consonantTo: from + Math.round((to - from) * random.between(0.15, 0.4)),
      hisses: random.chance(0.45),
      vowel: random.pick(VOWELS),
      loudness: random.between(0.6, 1),
    });
    from = to;
  }
  return syllables;
}

/** One sample after another. No two periods of a voice are as long: that alone keeps it from being a tone. */
function openVocalTract(random: Random): (gesture: Gesture) => number {
  const resonances = WIDTHS.map(resonance);
  const vowel = VOWELS[0].map((hz) => follower(hz, 0.03));
  const [voicing, breath, loudness] = [follower(0, 0.008), follower(0, 0.008), follower(0, 0.012)];
  let phase = 0;
  let unevenness = 0;
  let tilted = 0;
  return (gesture) => {
    phase += (gesture.pitchHz * (1 + 0.015 * unevenness)) / SAMPLE_RATE;
    if (phase >= 1) {
      phase -= 1;
      unevenness = random.normal();
    }
    tilted += (voicing(gesture.voicing) * glottis(phase) * 6 - tilted) * 0.35;
    const hiss = breath(gesture.breath) * random.normal();
    const centres = [...vowel.map((follow, n) => follow(gesture.vowel[n] ?? 0)), ...HIGHEST];
    const sound = resonances.reduce((sum, filter, n) => {
      // A hiss is made in front of the mouth: the low resonances behind it hardly sound.
      const source = tilted + hiss * (n > 1 ? 1 : 0.15);
      return sum + filter(centres[n] ?? 0, source) * (GAINS[n] ?? 0);
    }, 0);
    return sound * loudness(gesture.loudness);
  };
}

/** Goes after a target, and has come near it within some `seconds`. */
function follower(start: number, seconds: number): (target: number) => number {
  let at = start;
  return (target) => {
    at += (target - at) / (seconds * SAMPLE_RATE);
    return at;
  };
}

/** The flow's derivative over one period: it swells, then the vocal folds shut. */
function glottis(phase: number): number {
  if (phase < 0.4) return Math.sin((Math.PI * phase) / 0.4) * 0.25;
  if (phase < 0.56) return -Math.sin((Math.PI * (phase - 0.4)) / 0.16);
  return 0;
}

/** A second-order resonator (Klatt 1980), with a gain of about 1 at its centre. */
function resonance(widthHz: number): (centreHz: number, input: number) => number {
  const c = -Math.exp((-2 * Math.PI * widthHz) / SAMPLE_RATE);
  const decay = 2 * Math.exp((-Math.PI * widthHz) / SAMPLE_RATE);
  let last = 0;
  let before = 0;
  return (centreHz, input) => {
    const b = decay * Math.cos((2 * Math.PI * centreHz) / SAMPLE_RATE);
    const output = (1 - b - c) * input + b * last + c * before;
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
