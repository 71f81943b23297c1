/**
 * Values in no quotes, as .env, INI and YAML files, mails and dashboards have them: the rest of the line. A dashboard's
 * label may also stand in the line above its value.
 */
import { foundUri } from './found-uri.ts';
import { keyRole } from './key-role.ts';
import { type Field, fieldsOf } from './text-fields.ts';
import type { Node } from './text-tree.ts';
import { bareValue, type WrittenValue } from './written-value.ts';

export interface LineField {
  readonly field: Field;
  /** Absent where the value is quoted, or where there is nothing to it but nodes. */
  readonly value?: WrittenValue;
}

const REMARK = /\s(?:#|\/\/|--\s|;).*$/;
const CALL = /^[A-Za-z_][\w.:]*\s*\([^\n]*\)[;,]?$/;
/** Sets a variable of a program, whose value needs quotes. */
const DECLARES =
  /(?:^|\n)[^\n]*\b(?:const|let|var|val|auto|String|string|std::string|static|final)\s+[^\n]*$/;

export function lineFields(text: string, items: readonly (readonly Node[])[]): LineField[] {
  const found: LineField[] = [];
  const all = items.map(fieldsOf);
  const starts = all.flatMap((fields) =>
    fields.flatMap(({ name, start }) => (name === undefined || isWithinWord(text, start) ? [] : start)),
  );
  let next = 0;
  for (let index = 0; index < all.length; index += 1) {
    const fields = all[index] ?? [];
    const row = rowOf(text, items[index] ?? [], fields);
    if (row !== undefined) {
      found.push(row);
      continue;
    }
    const record = recordOf(text, items, index);
    if (record !== undefined) {
      found.push(...record);
      index += 2;
      continue;
    }
    const label = labelOf(text, items[index] ?? [], fields);
    const below = all[index + 1]?.[0];
    if (label !== undefined && below?.name === undefined && below !== undefined) {
      const under = items[index + 1] ?? [];
      if (
        labelOf(text, under, all[index + 1] ?? []) === undefined &&
        !under.some(({ kind }) => kind === 'uri')
      ) {
        const value = bareValue(lineFrom(text, below.start));
        const isQuoted = under[0]?.kind === 'string';
        found.push({ field: { ...below, name: label }, ...(!isQuoted && { value }) });
        index += 1;
        continue;
      }
    }
    for (const field of fields) {
      while ((starts[next] ?? Number.POSITIVE_INFINITY) <= field.valueStart - 1 && next < starts.length)
        next += 1;
      found.push({ field, ...restOfLine(text, field, starts[next]) });
    }
  }
  return found;
}

function restOfLine(text: string, field: Field, next: number | undefined): { readonly value?: WrittenValue } {
  if (field.name === undefined || keyRole(field.name) === undefined) return {};
  const [first] = field.nodes;
  if (first === undefined || first.kind === 'string' || first.kind === 'group' || first.kind === 'uri')
    return {};
  if (field.nodes.some((node) => holdsUri(text, node))) return {};
  const raw = lineFrom(text, field.valueStart, next);
  const isSameLine = next !== undefined && !text.slice(field.valueStart, next).includes('\n');
  const all = isSameLine ? raw.replace(/[\s,;&|]+(?:-{1,2}\w+)?$/, '') : raw;
  const bare = isOneOfMany(text, field) ? (all.split(/\s/, 1)[0] ?? '') : all;
  if (/^[@$]?["'`]/.test(bare) || CALL.test(bare)) return {};
  const line = text.slice(Math.max(0, field.start - 40), field.start);
  return { value: DECLARES.test(line) ? 'unknown' : bareValue(bare) };
}

/** `transport = device.connect({ iceServers: [...] })`: what is named there is more than a line. */
function holdsUri(text: string, node: Node): boolean {
  return node.kind === 'group' && /\bturns?:/i.test(text.slice(node.start, node.end));
}

/** A name begins where a word can begin. */
function isWithinWord(text: string, start: number): boolean {
  return start > 0 && !/[\s,;&|({["'>$-]/.test(text[start - 1] ?? '');
}

/** An option of a command, or a variable set for one: its value ends at the next blank. */
function isOneOfMany(text: string, { name = '', start, valueStart }: Field): boolean {
  if (name.startsWith('--')) return true;
  if (
    text[valueStart - 1] !== '=' ||
    /\s/.test(text[valueStart - 2] ?? '') ||
    /\s/.test(text[valueStart] ?? '')
  )
    return false;
  const before =
    text
      .slice(Math.max(0, start - 200), start)
      .split('\n')
      .at(-1) ?? '';
  return !/^\s*(?:(?:export|set|ENV|-|\*)\s+)?$/.test(before);
}

function lineFrom(text: string, from: number, to = from + 5_000): string {
  const rest = text.slice(from, to);
  const end = rest.indexOf('\n');
  const line = end < 0 ? rest : rest.slice(0, end);
  return line
    .replace(REMARK, '')
    .replace(/\s+\\$/, '')
    .trim();
}

/** A row of a table: name and value, with tabs, blanks or bars in between. */
const ROW = /^[\s|]*([^\t|]{2,40}?)(?:[^\S\n]*[\t|][\s|]*|[^\S\n]{2,})(\S.*?)[\s|]*$/;

function rowOf(text: string, item: readonly Node[], fields: readonly Field[]): LineField | undefined {
  const [field, ...more] = fields;
  if (field === undefined || more.length > 0 || field.name !== undefined || item.length > 60)
    return undefined;
  const found = ROW.exec(lineFrom(text, field.start));
  const [, name = '', value = ''] = found ?? [];
  return isRole(name) ? { field: { ...field, name, nodes: [] }, value: bareValue(value) } : undefined;
}

/** A line of a table with commas: URI, user name, credential. */
function recordOf(text: string, items: readonly (readonly Node[])[], index: number): LineField[] | undefined {
  const [uri, username, credential, after] = items.slice(index, index + 4);
  const [first, ...others] = uri ?? [];
  if (first === undefined || others.length > 0 || username === undefined || credential === undefined)
    return undefined;
  if (first.kind !== 'uri' && !(first.kind === 'string' && foundUri(first.text) !== undefined))
    return undefined;
  const end = credential.at(-1)?.end ?? first.end;
  if (text.slice(first.start, end).includes('\n')) return undefined;
  if (after?.[0] !== undefined && !text.slice(end, after[0].start).includes('\n')) return undefined;
  if (![username, credential].every(isPlain)) return undefined;
  return [
    { field: { start: first.start, valueStart: first.start, nodes: [first] } },
    column(text, 'username', username),
    column(text, 'credential', credential),
  ];
}

function isPlain(item: readonly Node[]): boolean {
  return fieldsOf(item).every(({ name }) => name === undefined) && item.every(({ kind }) => kind !== 'uri');
}

function column(text: string, name: string, nodes: readonly Node[]): LineField {
  const start = nodes[0]?.start ?? 0;
  const field = { name, start, valueStart: start, nodes };
  return nodes[0]?.kind === 'string'
    ? { field }
    : { field, value: bareValue(text.slice(start, nodes.at(-1)?.end)) };
}

/** The name that a line is, or ends with, when no value follows. */
function labelOf(text: string, item: readonly Node[], fields: readonly Field[]): string | undefined {
  const [field, ...more] = fields;
  if (field === undefined || more.length > 0) return undefined;
  const isEmpty = field.nodes.every(
    (node) => node.kind === 'group' && node.bracket === ':' && node.nodes.length === 0,
  );
  if (field.name !== undefined) return isEmpty && isRole(field.name) ? field.name : undefined;
  if (item.length > 4 || !item.every(({ kind }) => kind === 'word')) return undefined;
  const name = text.slice(field.start, item.at(-1)?.end);
  return isRole(name) ? name : undefined;
}

function isRole(name: string): boolean {
  const role = keyRole(name.slice(0, 80))?.role;
  return role === 'username' || role === 'credential';
}
