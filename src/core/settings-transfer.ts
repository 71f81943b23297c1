/** Settings as a file: without credentials, and checked whole before anything is replaced. */
import { type FieldError, parseSettings, type Settings } from './settings.ts';

const FORMAT = 'precall-settings';
const VERSION = 1;

export function exportSettings(settings: Settings): string {
  const servers = settings.servers.map(({ credential: _secret, ...rest }) => rest);
  return `${JSON.stringify({ format: FORMAT, version: VERSION, settings: { ...settings, servers } }, null, 2)}\n`;
}

export type SettingsImport =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly error: 'not-settings' }
  | { readonly ok: false; readonly error: 'invalid'; readonly errors: readonly FieldError[] };

/** A server without a credential keeps the one of the current server with the same user name and URIs. */
export function importSettings(text: string, current: Settings): SettingsImport {
  const file = parsed(text);
  if (!isRecord(file) || file.format !== FORMAT || file.version !== VERSION || !isRecord(file.settings)) {
    return { ok: false, error: 'not-settings' };
  }
  const { servers } = file.settings;
  const filled = Array.isArray(servers) ? servers.map((server) => withCredential(server, current)) : servers;
  const result = parseSettings({ ...file.settings, ...(servers !== undefined && { servers: filled }) });
  return result.ok ? result : { ok: false, error: 'invalid', errors: result.errors };
}

function withCredential(server: unknown, current: Settings): unknown {
  if (!isRecord(server) || (server.credential !== undefined && server.credential !== '')) return server;
  const same = current.servers.find(
    (known) =>
      known.username === server.username && JSON.stringify(known.urls) === JSON.stringify(server.urls),
  );
  return { ...server, credential: same?.credential ?? '' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: it is no settings file, which the caller says.
    return undefined;
  }
}

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
