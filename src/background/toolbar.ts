/** What the toolbar shows of the stored state. */
import { type StatusFacts, statusLine } from '../core/presentation/status-line.ts';
import type { Settings } from '../core/settings/settings.ts';
import { showLook } from '../platform/action.ts';
import { say } from '../views/words/say.ts';

export async function showState(
  { servers, schedule, calls }: Settings,
  facts: Pick<StatusFacts, 'latest' | 'running' | 'now'>,
): Promise<void> {
  const line = statusLine({
    ...facts,
    servers: servers.length,
    intervalS: schedule.intervalS,
    profile: calls.profile,
  });
  await showLook(line.toolbar.look, say(line.toolbar.title));
}
