import type { JSX } from 'preact';
import type { Look } from '../core/sct/look.ts';

/** The toolbar's icon of a look. Always beside its word, so it has no text of its own. */
export function StatusIcon({ look, size }: { look: Look | 'brand'; size: number }): JSX.Element {
  return <img class="status-icon" src={`/icons/${look}.svg`} alt="" width={size} height={size} />;
}
