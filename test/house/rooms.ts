/** The rooms of the pure core and of the measurement, and whom each may know. */
import { ownImportsOf, type SourceFile } from './source-files.ts';

interface House {
  /** Rooms by floor, the lowest first: a room knows itself and the floors below it. */
  readonly floors: readonly (readonly string[])[];
  /** Rooms that know nothing of each other though one lies above the other. */
  readonly strangers: readonly (readonly [string, string])[];
}

const HOUSES: Readonly<Record<string, House>> = {
  'src/core': {
    floors: [
      ['base'],
      ['servers', 'location', 'sct', 'forecast', 'sites'],
      ['ice-text'],
      ['report', 'settings', 'stability'],
      ['judgement', 'notification', 'schedule'],
      ['monitor'],
      ['history', 'advice', 'presentation', 'fleet', 'watch'],
    ],
    strangers: [],
  },
  'src/precall': {
    floors: [
      ['base'],
      ['link'],
      ['loop', 'estimate/delay', 'estimate/stall'],
      ['estimate/loss'],
      ['estimate/capacity'],
      ['estimate'],
      ['plan'],
      ['fill', 'watch', 'way-up'],
      ['engine'],
      ['run'],
    ],
    // A loop is set up, a path measured through it: neither cares how the other is done.
    strangers: [
      ['loop', 'estimate/loss'],
      ['loop', 'estimate/capacity'],
      ['loop', 'estimate'],
      ['loop', 'plan'],
      ['loop', 'watch'],
    ],
  },
};

/** Each rule about rooms that this file breaks, as a sentence. */
export function roomBreaches(file: SourceFile): string[] {
  const house = Object.keys(HOUSES).find((name) => file.path.startsWith(`${name}/`));
  const { floors, strangers } = HOUSES[house ?? ''] ?? {};
  if (house === undefined || floors === undefined || strangers === undefined) return [];
  const roomOf = (path: string) => path.slice(house.length + 1, path.lastIndexOf('/'));
  const floorOf = (room: string) => floors.findIndex((rooms) => rooms.includes(room));
  const own = roomOf(file.path);
  if (floorOf(own) < 0) return [`${file.path} is in no room of ${house}`];
  return ownImportsOf(file).flatMap((path) => {
    const other = path.startsWith(`${house}/`) ? roomOf(path) : own;
    if (other === own) return [];
    const broken = strangers.some((pair) => pair.includes(own) && pair.includes(other))
      ? `${own} and ${other} know nothing of each other`
      : floorOf(other) >= floorOf(own) && `${own} imports only from floors below it, and ${other} is not`;
    return broken === false ? [] : [`${file.path} imports ${path}: ${broken}`];
  });
}
