/** What the toolbar shows of the stored state. */
import { type StatusFacts, statusLine } from '../core/presentation/status-line.ts';
import { showLook } from '../platform/action.ts';
import { say } from '../views/words/say.ts';

export async function showState(facts: StatusFacts): Promise<void> {
  const { look, title } = statusLine(facts).toolbar;
  await showLook(look, say(title));
}
