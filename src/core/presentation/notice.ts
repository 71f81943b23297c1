/**
 * What the desktop is to show: an id, a kind and a text. What a run says of the quality is one kind, and the only one that
 * knows SCT codes; another kind of notice is made where its cause is known, and carried out like any other.
 */
import type { Look } from '../sct/look.ts';

/** `sample`: shown on request, so that a person sees that notifications work. */
export type NoticeKind = 'quality' | 'sample';

export interface Notice {
  /** The same id again replaces the notice, so that carrying it out twice changes nothing. */
  readonly id: string;
  readonly kind: NoticeKind;
  /** In the user's language, in lines. */
  readonly text: string;
  readonly look: Look;
}

export type NoticeAction =
  /** `replaces`: the id of another notice, which is to be removed. */
  | { readonly kind: 'raise'; readonly notice: Notice; readonly replaces?: string }
  /** Changes the text of one that stands, silently. */
  | { readonly kind: 'update'; readonly notice: Notice }
  | { readonly kind: 'clear'; readonly id: string }
  | { readonly kind: 'none' };
