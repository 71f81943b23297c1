/** Settings as a file: without credentials, and checked whole before anything is replaced. */

import { isRecord } from '../base/is-record.ts';
import { parsedJson } from '../base/parsed-json.ts';
import { DEFAULT_SETTINGS, parseSettings, type Settings, turnServerSchema } from './settings.ts';
import type { FieldError } from './settings-error.ts';

const FORMAT = 'precall-settings';
/** Of the file, to be raised when an older version could not read it. */
const VERSION = 1;

/** Bytes, and so at least as many characters: 20 servers with all that the settings allow take less. */
export const MOST_SETTINGS_FILE_BYTES = 256_000;
/** Enough to mend a file by; a file that is no settings at all would have thousands. */
const MOST_TOLD = 20;
/** Characters of a key that is not known: it is the file's own text. */
const MOST_KEY_CHARACTERS = 60;

export function exportSettings(settings: Settings): string {
  const servers = settings.servers.map(({ credential: _secret, credentialsUrl, ...rest }) => ({
    ...rest,
    // It may hold a token. That there was one stays, so that an import asks for it.
    ...(credentialsUrl !== undefined && { credentialsUrl: '' }),
  }));
  const { headers: _secret, ...otlp } = settings.otlp;
  const shown = { ...settings, servers, otlp };
  return `${JSON.stringify({ format: FORMAT, version: VERSION, settings: shown }, null, 2)}\n`;
}

export type SettingsImport =
  /** `unknown`: dotted paths of what this version knows no setting for, which is left out. */
  | { readonly ok: true; readonly settings: Settings; readonly unknown: readonly string[] }
  | { readonly ok: false; readonly error: 'not-settings' | 'too-long' | 'newer' }
  | { readonly ok: false; readonly error: 'invalid'; readonly errors: readonly FieldError[] };

/**
 * What the current settings become: a section or a field that the file lacks keeps what is there. A server without its
 * credential, or without its credentials URL, keeps that of the current server with the same user name and URIs; with
 * a credentials URL, it must have the same label too. Headers stay with the collector they were entered for.
 */
export function importSettings(text: string, current: Settings): SettingsImport {
  if (text.length > MOST_SETTINGS_FILE_BYTES) return { ok: false, error: 'too-long' };
  const file = parsedJson(text);
  if (!isRecord(file) || file.format !== FORMAT || typeof file.version !== 'number') {
    return { ok: false, error: 'not-settings' };
  }
  if (file.version > VERSION) return { ok: false, error: 'newer' };
  if (file.version !== VERSION || !isRecord(file.settings)) return { ok: false, error: 'not-settings' };
  const result = parseSettings(mergedWith(current, file.settings));
  if (!result.ok) return { ok: false, error: 'invalid', errors: result.errors.slice(0, MOST_TOLD) };
  return { ...result, unknown: unknownKeys(file.settings).slice(0, MOST_TOLD) };
}

/** Servers are one list: those of the file take the place of all. */
function mergedWith(current: Settings, file: Record<string, unknown>): unknown {
  const sections = Object.entries(current).map(([section, known]) => {
    if (!Object.hasOwn(file, section)) return [section, known];
    const given = file[section];
    if (Array.isArray(given)) return [section, given.map((server) => withSecrets(server, current))];
    if (!isRecord(given) || !isRecord(known)) return [section, given];
    const isElsewhere =
      section === 'otlp' && (given.endpoint ?? current.otlp.endpoint) !== current.otlp.endpoint;
    return [section, { ...known, ...(isElsewhere && { headers: {} }), ...given }];
  });
  return Object.fromEntries(sections);
}

function unknownKeys(file: Record<string, unknown>): string[] {
  return Object.entries(file).flatMap(([section, given]) => {
    if (!Object.hasOwn(DEFAULT_SETTINGS, section)) return [clipped(section)];
    const known: unknown = DEFAULT_SETTINGS[section as keyof Settings];
    if (Array.isArray(given)) {
      return given.flatMap((server, place) =>
        keysBeyond(server, turnServerSchema.entries).map((key) => `${section}.${place}.${key}`),
      );
    }
    return isRecord(known) ? keysBeyond(given, known).map((key) => `${section}.${key}`) : [];
  });
}

function keysBeyond(given: unknown, known: object): string[] {
  if (!isRecord(given)) return [];
  return Object.keys(given)
    .filter((key) => !Object.hasOwn(known, key))
    .map(clipped);
}

function clipped(key: string): string {
  return key.length <= MOST_KEY_CHARACTERS ? key : `${key.slice(0, MOST_KEY_CHARACTERS)}…`;
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
