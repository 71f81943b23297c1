/** Reads the TURN servers of the command line. No error here repeats what the file holds: it holds secrets. */
import { readFile } from 'node:fs/promises';
import { parseSettings, type Settings } from '../src/core/settings/settings.ts';
import { settingsErrorText } from '../src/english/settings-error-text.ts';
import { UsageError } from './usage-error.ts';

export type Servers = Settings['servers'];

export async function readServersFile(path: string): Promise<Servers> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${reasonOf(error)}.`);
  }
  return parseServers(path, text);
}

export function parseServers(path: string, text: string): Servers {
  let input: unknown;
  try {
    // A byte order mark is not JSON's, but Windows' editors write one.
    input = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`${path} is not valid JSON${placeOf(error, text)}.`);
  }
  if (!Array.isArray(input)) throw new UsageError(`${path}: an array of servers is needed.`);
  if (input.length === 0) throw new UsageError(`${path}: at least one server is needed.`);
  const result = parseSettings({ servers: input });
  if (result.ok) return result.settings.servers;
  const [first, ...more] = result.errors;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new UsageError(
    `${path}: ${fieldName(first?.field ?? 'servers')}: ${first && settingsErrorText(first)}${others}`,
  );
}

/** `servers.0.urls.1` is `servers[0].urls[1]` to whoever writes the file. */
function fieldName(dotted: string): string {
  return dotted.replace(/\.(\d+)(?=\.|$)/g, '[$1]');
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return typeof code === 'string' ? code : 'unreadable';
}

/** The parser's own message quotes the text, which may be a credential: only its position is taken. */
function placeOf(error: unknown, text: string): string {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (position === undefined) return '';
  const lines = text.slice(0, Number(position)).split('\n');
  return ` (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`;
}
