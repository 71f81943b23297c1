/** A text as people paste it, and what a thoughtful person would take from it. */
export interface PastedText {
  readonly name: string;
  readonly text: string;
  /** URIs, user name, credential; '' where the form has to ask. */
  readonly servers: readonly (readonly [urls: readonly string[], username: string, credential: string])[];
  /** `why what`, in any order; not compared where absent. */
  readonly leftOut?: readonly string[];
}
