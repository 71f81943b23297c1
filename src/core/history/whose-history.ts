/** Whether exported runs are this device's own, as far as that can be told: an export says nothing of the device that it is of. */
import type { JudgedRun } from '../monitor/judged-run.ts';
import { UNKNOWN_NETWORK } from '../monitor/network-identity.ts';

/** What tells runs of one device from those of another. */
export interface Marks {
  /** Keys of networks: each installation hashes them with a salt of its own, so that no two have one in common. */
  readonly networks: ReadonlySet<string>;
  /** In what earlier versions exported. */
  readonly devices: ReadonlySet<string>;
}

export function marksOf(runs: Iterable<Pick<JudgedRun, 'network' | 'deviceId'>>): Marks {
  const networks = new Set<string>();
  const devices = new Set<string>();
  for (const { network, deviceId } of runs) {
    if (network !== UNKNOWN_NETWORK) networks.add(network);
    if (deviceId !== undefined) devices.add(deviceId);
  }
  return { networks, devices };
}

/** True: nothing in them is known here, though something could be. Where nothing can be told they are taken for its own. */
export function isOfAnotherDevice(theirs: Marks, own: Marks): boolean {
  const shared = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
    [...one].some((key) => other.has(key));
  if (shared(theirs.devices, own.devices) || shared(theirs.networks, own.networks)) return false;
  return theirs.devices.size > 0 || (theirs.networks.size > 0 && own.networks.size > 0);
}
