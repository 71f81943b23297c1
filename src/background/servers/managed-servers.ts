/** Whether an administrator brings the servers, so that nobody needs to be welcomed. */
import { effectiveSettings, watchEffectiveSettings } from '../../platform/effective-settings.ts';
import { isAdministrators } from '../../platform/lifecycle.ts';

/** ms; the policy of a managed device may come after the extension that it installs. */
const POLICY_FOLLOWS_MS = 20_000;

export async function hasManagedServers(): Promise<boolean> {
  if (await areManaged()) return true;
  return (await isAdministrators()) && (await becomeManaged());
}

async function areManaged(): Promise<boolean> {
  return (await effectiveSettings()).managed.includes('servers');
}

function becomeManaged(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      endWatching();
      settle();
    };
    const endWatching = watchEffectiveSettings(() => {
      areManaged().then(
        (are) => are && end(() => resolve(true)),
        (error: unknown) => end(() => reject(error)),
      );
    });
    const timer = setTimeout(() => end(() => resolve(false)), POLICY_FOLLOWS_MS);
  });
}
