/** Settings as a file: without credentials, and checked whole before anything is replaced. */

import { isRecord } from '../base/is-record.ts';
import { parseSettings, type Settings } from './settings.ts';
import type { FieldError } from './settings-error.ts';

const FORMAT = 'precall-settings';
const VERSION = 1;

export function exportSettings(settings: Settings): string {
  const servers = settings.servers.map(({ credential: _secret, credentialsUrl, ...rest }) => ({
    ...rest,
    // It may hold a token. That there was one stays, so that an import asks for it.
    ...(credentialsUrl !== undefined && { credentialsUrl: '' }),
  }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, settings: { ...settings, servers } }, null, 2)}\n`;
}

export type SettingsImport =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly error: 'not-settings' }
  | { readonly ok: false; readonly error: 'invalid'; readonly errors: readonly FieldError[] };

/**
 * A server without its credential, or without its credentials URL, keeps that of the current server with the same
 * user name and URIs; with a credentials URL, it must have the same label too.
 */
export function importSettings(text: string, current: Settings): SettingsImport {
  const file = parsed(text);
  if (!isRecord(file) || file.format !== FORMAT || file.version !== VERSION || !isRecord(file.settings)) {
    return { ok: false, error: 'not-settings' };
  }
  const { servers } = file.settings;
  const filled = Array.isArray(servers) ? servers.map((server) => withSecrets(server, current)) : servers;
  const result = parseSettings({ ...file.settings, ...(servers !== undefined && { servers: filled }) });
  return result.ok ? result : { ok: false, error: 'invalid', errors: result.errors };
}

function withSecrets(server: unknown, current: Settings): unknown {
  if (!isRecord(server)) return server;
  const same = current.servers.find(
    (known) =>
      known.username === server.username &&
      JSON.stringify(known.urls) === JSON.stringify(server.urls) &&
      (server.credentialsUrl === undefined || known.label === server.label),
  );
  return {
    ...server,
    ...(isAbsent(server.credential) && { credential: same?.credential ?? '' }),
    ...(server.credentialsUrl === '' && { credentialsUrl: same?.credentialsUrl ?? '' }),
  };
}

function isAbsent(text: unknown): boolean {
  return text === undefined || text === '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: it is no settings file, which the caller says.
    return undefined;
  }
}
