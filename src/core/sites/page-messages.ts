/**
 * What a page of an allowed site and the extension say to each other. They meet in events on the document, whose detail is
 * JSON: a text is the only thing that goes from a page to a content script without the page's own code being called.
 */
import * as v from 'valibot';
import { parsedJson } from '../base/parsed-json.ts';

/** Characters; a page's message takes less than a hundred. */
const MOST_CHARACTERS = 200;

/** From the page: all that it can ask for. */
const toExtensionSchema = v.variant('type', [
  /** The page's script is there, and listens. */
  v.strictObject({ type: v.literal('ready') }),
  /** Asks for a run; the answer bears the same number. */
  v.strictObject({ type: v.literal('run'), id: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  /** Whether a peer connection lives: when the first is made, and whenever the extension asks. */
  v.strictObject({ type: v.literal('call'), alive: v.boolean() }),
]);
export type ToExtension = v.InferOutput<typeof toExtensionSchema>;

/** Reads what a page sent; undefined for anything else than a message. Never throws. */
export function readFromPage(detail: unknown): ToExtension | undefined {
  if (typeof detail !== 'string' || detail.length > MOST_CHARACTERS) return undefined;
  const message = v.safeParse(toExtensionSchema, parsedJson(detail));
  return message.success ? message.output : undefined;
}

/** What becomes of a run that a page asked for. */
export type RunAnswer =
  | { readonly accepted: true }
  /** Another result is younger than a minute, or the site asked less than a minute ago. */
  | { readonly accepted: false; readonly reason: 'too-soon'; readonly retryAfterMs: number }
  /** Nothing is set up, nobody is there, or the site is no longer allowed. */
  | { readonly accepted: false; readonly reason: 'not-now' };

/** To the page. `Told` has one value for each event that a page can listen to. */
export type ToPage<Told> =
  | { readonly type: 'told'; readonly told: Told }
  | { readonly type: 'run'; readonly id: number; readonly answer: RunAnswer }
  | { readonly type: 'call?' };
