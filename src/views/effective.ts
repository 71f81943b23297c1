import { useLayoutEffect, useState } from 'preact/hooks';
import type { Settings } from '../core/settings/settings.ts';
import type { FieldError } from '../core/settings/settings-error.ts';
import { effectiveSettings, settingsAtOnce, watchEffectiveSettings } from '../platform/effective-settings.ts';
import { settingsItem } from '../platform/storage.ts';

export interface HeldSettings {
  /** The user's own. */
  readonly settings: Settings;
  /** What holds, with the administrator's policy over the user's. */
  readonly effective: Settings;
  /** Dotted paths that the policy decides. */
  readonly managed: readonly string[];
  /** What is wrong with the policy. */
  readonly policyErrors: readonly FieldError[];
}

/** Undefined until they are read. */
export function useEffectiveSettings(): HeldSettings | { readonly failed: true } | undefined {
  const [held, setHeld] = useState<HeldSettings | { readonly failed: true }>();
  // As in useStored.
  useLayoutEffect(() => {
    let newest = 0;
    const read = async (): Promise<void> => {
      newest += 1;
      const mine = newest;
      // The browser may take seconds to give the policy: until then the one that was read last holds.
      for (const reading of [settingsAtOnce(), effectiveSettings()]) {
        const [own, all] = await Promise.all([settingsItem.get(), reading]);
        // A later change may have been read sooner.
        const { settings: effective, managed, policyErrors } = all;
        if (mine === newest) setHeld({ settings: own, effective, managed, policyErrors });
      }
    };
    const start = (): void => {
      read().catch((error: unknown) => {
        console.error('Precall: the settings cannot be read.', error);
        setHeld({ failed: true });
      });
    };
    const end = watchEffectiveSettings(start);
    start();
    return () => {
      newest = Number.POSITIVE_INFINITY;
      end();
    };
  }, []);
  return held;
}
