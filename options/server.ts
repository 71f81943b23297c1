/** A server of the settings, as the options page edits it. */
import { parseSettings, type Settings } from '../src/core/settings/settings.ts';
import type { FieldError } from '../src/core/settings/settings-error.ts';

export type Server = Settings['servers'][number];

/** Where the server of this name stands in the list; a new one, or one that was removed elsewhere, comes last. */
export function placeOf(servers: readonly Server[], label: string | undefined): number {
  const place = servers.findIndex((server) => server.label === label);
  return place < 0 ? servers.length : place;
}

/** Checks one server among the others; paths of the errors begin at the server. */
export function checkServer(
  settings: Settings,
  index: number,
  draft: Server,
): { readonly server?: Server; readonly errors: readonly FieldError[] } {
  const filled = draft.urls.some((url) => url.trim() !== '');
  // An empty field is no mistake where the URL returns the URIs.
  const server = draft.credentialsUrl === undefined || filled ? draft : { ...draft, urls: [] };
  const result = parseSettings({ ...settings, servers: settings.servers.toSpliced(index, 1, server) });
  if (result.ok) {
    const checked = result.settings.servers[index];
    return { ...(checked && { server: checked }), errors: [] };
  }
  // Of two servers with the same name the later one is blamed, wherever the edited one stands.
  const errors = result.errors.map((error) => ({
    ...error,
    field: error.field.replace(/^servers(?:\.\d+)?\.?/, ''),
  }));
  return { errors };
}
