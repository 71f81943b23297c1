/** What would change from these settings to those, for a person to look at before it is stored: no credential stands in it. */
import { isRecord } from '../base/is-record.ts';
import { parseCredentialsUrl } from '../servers/credentials-url.ts';
import type { Settings } from './settings.ts';

export interface SettingsChange {
  /** The field: its dotted path, a server by its label (`servers "Frankfurt".urls`). */
  readonly field: string;
  /** Absent: there was, or will be, nothing. */
  readonly before?: string;
  readonly after?: string;
}

type Server = Settings['servers'][number];

export function settingsChanges(before: Settings, after: Settings): SettingsChange[] {
  const { servers: serversBefore, ...sectionsBefore } = withoutHeaderValues(before);
  const { servers: serversAfter, ...sectionsAfter } = withoutHeaderValues(after);
  return [...serverChanges(serversBefore, serversAfter), ...leafChanges('', sectionsBefore, sectionsAfter)];
}

/** Of a header that it is there: its value is secret. */
export function withoutHeaderValues(settings: Settings): Settings {
  const headers = Object.keys(settings.otlp.headers).map((name) => [name, '•••'] as const);
  return { ...settings, otlp: { ...settings.otlp, headers: Object.fromEntries(headers) } };
}

function serverChanges(before: readonly Server[], after: readonly Server[]): SettingsChange[] {
  const labels = [...new Set([...before, ...after].map(({ label }) => label))];
  const changes = labels.flatMap((label) => {
    const named = (server: Server) => server.label === label;
    return serverChange(JSON.stringify(label), before.find(named), after.find(named));
  });
  // The order is that of the popup, and who comes first.
  const order = (servers: readonly Server[]) => servers.map(({ label }) => label).join(', ');
  return changes.length > 0 || order(before) === order(after)
    ? changes
    : [{ field: 'servers', before: order(before), after: order(after) }];
}

function serverChange(
  label: string,
  before: Server | undefined,
  after: Server | undefined,
): SettingsChange[] {
  if (before === undefined || after === undefined) {
    return [change(`servers ${label}`, before && summary(before), after && summary(after))];
  }
  const secret = (name: 'credential' | 'credentialsUrl') =>
    before[name] === after[name]
      ? []
      : [change(`servers ${label}.${name}`, told(before, name), told(after, name))];
  return [
    ...leafChanges(`servers ${label}.`, visible(before), visible(after)),
    ...secret('credential'),
    ...secret('credentialsUrl'),
  ];
}

/** Of a credential that it is another; of a URL, which may hold a token, whose it is. */
function told(server: Server, name: 'credential' | 'credentialsUrl'): string | undefined {
  const value = server[name];
  if (value === undefined || value === '') return undefined;
  return name === 'credential' ? '•••' : originOf(value);
}

function originOf(url: string): string {
  const parsed = parseCredentialsUrl(url);
  return parsed.ok ? parsed.origin : '•••';
}

const visible = ({ urls, username }: Server) => ({ urls, username });

function summary(server: Server): string {
  return [...server.urls, told(server, 'credentialsUrl') ?? []].flat().join(', ');
}

function leafChanges(prefix: string, before: object, after: object): SettingsChange[] {
  const old = new Map(Object.entries(before));
  const fresh = new Map(Object.entries(after));
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) => {
    const [was, is]: [unknown, unknown] = [old.get(key), fresh.get(key)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (isRecord(was) && isRecord(is)) return leafChanges(`${prefix}${key}.`, was, is);
    return [change(`${prefix}${key}`, text(was), text(is))];
  });
}

function change(field: string, before: string | undefined, after: string | undefined): SettingsChange {
  return { field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function text(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) return value.map(text).join(', ');
  return isRecord(value) ? JSON.stringify(value) : String(value);
}
