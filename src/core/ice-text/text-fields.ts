/** A group's items, and in them what is named: `name: value`, `name = value`, `name => value`, `name="value"`. */
import { keyRole } from './key-role.ts';
import type { Group, Node } from './text-tree.ts';

export interface Field {
  /** Absent where nothing names it. */
  readonly name?: string;
  /** Where the name begins, or the first node. */
  readonly start: number;
  /** Where the value begins. */
  readonly valueStart: number;
  readonly nodes: readonly Node[];
}

const SEPARATORS = [':', '=', '=>', ':='];
/** Words that a name may have: "User name", "Mot de passe". */
const MOST_NAME_WORDS = 4;

/** What commas, semicolons and the ends of lines part. */
export function itemsOf(group: Group): Node[][] {
  const items: Node[][] = [];
  let item: Node[] = [];
  const end = (): void => {
    if (item.length > 0) items.push(item);
    item = [];
  };
  group.nodes.forEach((node, index) => {
    if (isSymbol(node, ',', ';', '、', '，')) end();
    else if (node.kind === 'line') {
      if (!goesOn(group.nodes, item.at(-1), index)) end();
    } else if (node.kind === 'group' && node.bracket === '-' && item.length === 0) items.push([node]);
    else item.push(node);
  });
  end();
  return items;
}

/** Whether the next line belongs to what stands before it. */
function goesOn(nodes: readonly Node[], last: Node | undefined, at: number): boolean {
  let next = at + 1;
  while (nodes[next]?.kind === 'line') next += 1;
  const node = nodes[next];
  if (last === undefined || node === undefined) return false;
  if (isSymbol(node, '.', '?.', '?', '||', '??', '&&', '+', '->')) return true;
  if (isSymbol(last, ...SEPARATORS)) return !isSymbol(nodes[next + 1], ...SEPARATORS);
  if (isSymbol(last, '.', '+', '||', '??', '&&', '?', '->')) return true;
  return node.kind === 'group' && '{('.includes(node.bracket) && last.kind === 'word' && next === at + 1;
}

export function fieldsOf(item: readonly Node[]): Field[] {
  const fields: Field[] = [];
  /** Where the value of the field under way begins, and its name. */
  let from = 0;
  let name: string | undefined;
  let start = startOf(item[0]);
  let separator = '';
  /** Where a `?` stood last, whose `:` is no separator. */
  let asked = -1;
  const end = (to: number): void => {
    const nodes = item.slice(from, to);
    if (name === undefined && nodes.length === 0) return;
    const valueStart = name === undefined ? start : endOf(item[from - 1]);
    fields.push({ ...(name !== undefined && { name }), start, valueStart, nodes });
  };
  item.forEach((node, index) => {
    if (isSymbol(node, '?') && index + 1 < item.length && !isSymbol(item[index + 1], ':')) asked = index;
    const leading = leadingName(item, index);
    if (leading !== undefined) {
      end(index - (isSymbol(item[index - 1], ':') ? 1 : 0));
      name = leading;
      ({ start } = node);
      from = index + 1;
      return;
    }
    if (!isSeparator(item, index) || (name !== undefined && isPadding(item, index))) return;
    const found = nameBefore(item, index, from);
    if (found === undefined) return;
    if (name !== undefined && isWithinValue(item, index, found.from, from)) return;
    const sign = node.kind === 'symbol' ? node.text : '=>';
    // `config: RTCConfiguration = ...` has the type between name and value.
    const isTyped =
      name !== undefined &&
      separator === ':' &&
      sign === '=' &&
      keyRole(found.name) === undefined &&
      isType(item.slice(from, index));
    if (isTyped) {
      from = index + 1;
      separator = sign;
      return;
    }
    const isTernary = name !== undefined && asked >= from;
    if (isTernary && sign === ':') return;
    end(found.from);
    ({ name } = found);
    start = startOf(item[found.from]);
    from = index + 1;
    separator = sign;
  });
  end(item.length);
  return fields;
}

/** Kotlin's `"username" to "u"`, too. */
function isSeparator(item: readonly Node[], at: number): boolean {
  const node = item[at];
  if (isSymbol(node, ...SEPARATORS)) return leadingName(item, at + 1) === undefined;
  return node?.kind === 'word' && node.text === 'to' && item[at - 1]?.kind === 'string';
}

/** A name that needs no sign behind it: `--turn-user alice`, Clojure's `:username "u"`. */
function leadingName(item: readonly Node[], at: number): string | undefined {
  const [before, node, next] = [item[at - 1], item[at], item[at + 1]];
  if (node?.kind !== 'word' || next === undefined || next.kind === 'symbol') return undefined;
  const isKeyword =
    isSymbol(before, ':') && before?.end === node.start && (item[at - 2]?.end ?? -1) < before.start;
  if (!node.text.startsWith('-') && !(isKeyword && next.start > node.end)) return undefined;
  return keyRole(short(node.text)) === undefined && !isKeyword ? undefined : short(node.text);
}

/** The end of a base64 text, which stands at what is before it and at nothing behind it. */
function isPadding(item: readonly Node[], at: number): boolean {
  const node = item[at];
  if (node === undefined || !isSymbol(node, '=')) return false;
  return item[at - 1]?.end === node.start && item[at + 1]?.start !== node.end;
}

/** `=1700000000:user`, `=turn.example:3478`: what looks like a name is a part of the value. */
function isWithinValue(item: readonly Node[], at: number, nameAt: number, valueAt: number): boolean {
  const isGlued = (index: number): boolean => item[index - 1]?.end === item[index]?.start;
  if (nameAt === valueAt) return isGlued(at) && isGlued(at + 1);
  return isGlued(nameAt) && isSymbol(item[nameAt - 1], '.', '/', '?', '+', '@', '%', '*', '!', '~', '^');
}

function nameBefore(
  item: readonly Node[],
  at: number,
  least: number,
): { readonly name: string; readonly from: number } | undefined {
  let last = at - 1;
  // `username?: string`
  if (isSymbol(item[last], '?')) last -= 1;
  if (last < least) return undefined;
  const node = item[last];
  if (node === undefined) return undefined;
  // `config["iceServers"] =`, `[username] => u`
  if (node.kind === 'group' && node.bracket === '[' && node.nodes.length === 1) {
    const [inner] = node.nodes;
    return inner?.kind === 'string' || inner?.kind === 'word'
      ? { name: short(inner.text), from: last }
      : undefined;
  }
  if (node.kind === 'string') return { name: short(node.text), from: last };
  if (node.kind !== 'word') return undefined;
  let name = '';
  for (let from = last; from >= least && last - from < MOST_NAME_WORDS; from -= 1) {
    const word = item[from];
    if (word?.kind !== 'word') break;
    name = `${short(word.text)} ${name}`.trim();
    if (keyRole(name) !== undefined) return { name, from };
  }
  return { name: short(node.text), from: last };
}

/** No name of anything is as long as this, and a longer one costs time. */
function short(name: string): string {
  return name.slice(0, 80);
}

/** Nothing that could be a value. */
function isType(nodes: readonly Node[]): boolean {
  return nodes.every((node) =>
    node.kind === 'group'
      ? node.nodes.every((inner) => inner.kind !== 'string')
      : node.kind === 'word' || node.kind === 'symbol',
  );
}

export function isSymbol(node: Node | undefined, ...texts: string[]): boolean {
  return node?.kind === 'symbol' && texts.includes(node.text);
}

function startOf(node: Node | undefined): number {
  return node === undefined ? 0 : node.start;
}

function endOf(node: Node | undefined): number {
  return node === undefined ? 0 : node.end;
}
