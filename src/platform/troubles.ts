/** What does not work just now, for the popup to say: a list of kinds, each until the same thing works again. */
import * as v from 'valibot';
import { storedItem } from './stored-item.ts';

export const TROUBLES = ['history', 'policy', 'measuring', 'lost', 'notifications', 'work'] as const;
/**
 * `history`: its database cannot be written. `policy`: the administrator's values do not come. `measuring`: the browser
 * does not let a run be made. `lost`: the test that a person asked for was cut off twice. `notifications`: the desktop takes
 * none. `work`: another step of the background failed.
 */
export type Trouble = (typeof TROUBLES)[number];

const shape = v.array(v.picklist(TROUBLES));

/** In memory, so that a full disk can be told; gone with the browser session. */
export const troubleItem = storedItem<readonly Trouble[]>({
  area: 'session',
  key: 'trouble',
  version: 1,
  initial: [],
  check: (data) => (v.is(shape, data) ? data : undefined),
});

/** Does something, and tells of it as trouble while it fails. */
export async function telling<T>(kind: Trouble, task: () => Promise<T>): Promise<T> {
  try {
    const result = await task();
    await endTrouble(kind);
    return result;
  } catch (error) {
    await noteTrouble(kind);
    throw error;
  }
}

export function noteTrouble(kind: Trouble): Promise<void> {
  return change((known) => (known.includes(kind) ? undefined : [...known, kind]));
}

export function endTrouble(kind: Trouble): Promise<void> {
  return change((known) => (known.includes(kind) ? known.filter((each) => each !== kind) : undefined));
}

/** Never rejects: the trouble itself is what counts. */
async function change(to: (known: readonly Trouble[]) => readonly Trouble[] | undefined): Promise<void> {
  try {
    await troubleItem.update(to);
  } catch (error) {
    console.error('Precall: trouble cannot be told:', error);
  }
}
