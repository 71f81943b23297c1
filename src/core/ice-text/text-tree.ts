/**
 * The tokens of a text as groups: what stands in brackets, in an element of XML, behind a dash of YAML or indented
 * beneath a key. Brackets without a partner (a smiley, a text cut off) are no groups.
 */
import { withDefinedValues } from './defined-values.ts';
import { mayTell } from './key-role.ts';
import { type Remarks, type Token, textTokens } from './text-tokens.ts';

export interface Group {
  readonly kind: 'group';
  /** The opening bracket; `<name` for an element; '-' and ':' for YAML's; '' for the whole text. */
  readonly bracket: string;
  readonly nodes: Node[];
  readonly start: number;
  /** Of what stands inside. */
  end: number;
}
export type Node = Token | Group;

export interface TextTree {
  readonly text: string;
  readonly root: Group;
  /** Whether URIs stand in it, and none in quotes. */
  readonly isBare: boolean;
  /** Where in the text something stands that may tell of a server, in order. */
  readonly places: readonly number[];
}

/** Deeper ones are read as if they stood in the one above. */
const MOST_DEPTH = 60;
const PARTNER: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** @param remarks whether remarks are skipped, or read as well. */
export function textTree(text: string, remarks: Remarks = 'skip'): TextTree {
  const tokens = withDefinedValues(textTokens(text, remarks));
  const partnered = partners(tokens);
  const root = newGroup('', 0, text.length);
  const open: Group[] = [root];
  const places: number[] = [];
  let tooDeep = 0;
  for (const token of tokens) {
    if (isTelling(token)) places.push(token.start);
    const here = open.at(-1) ?? root;
    if (!partnered.has(token)) {
      // A bracket without a partner parts what stands around it.
      const isBracket = token.kind === 'open' || token.kind === 'close';
      here.nodes.push(isBracket ? { ...token, kind: 'symbol', text: ',' } : token);
    } else if (token.kind === 'open') {
      if (open.length > MOST_DEPTH) {
        tooDeep += 1;
        continue;
      }
      const group = newGroup(token.text, token.end, token.end);
      here.nodes.push(group);
      open.push(group);
    } else if (tooDeep > 0) tooDeep -= 1;
    else {
      here.end = token.start;
      open.pop();
    }
  }
  const isBare = tokens.some(({ kind }) => kind === 'uri') && !tokens.some(isQuotedUri);
  return { text, root: { ...root, nodes: indentedGroups(text, root.nodes) }, isBare, places };
}

function isTelling({ kind, text }: Token): boolean {
  return kind === 'uri' || ((kind === 'word' || kind === 'string' || kind === 'open') && mayTell(text));
}

function isQuotedUri({ kind, text }: Token): boolean {
  return kind === 'string' && /^turns?:/i.test(text);
}

function newGroup(bracket: string, start: number, end: number): Group {
  return { kind: 'group', bracket, nodes: [], start, end };
}

/** The brackets that belong to each other. */
function partners(tokens: readonly Token[]): ReadonlySet<Token> {
  const found = new Set<Token>();
  const open: Token[] = [];
  const count = new Map<string, number>();
  const change = (bracket: string, by: number): void => {
    count.set(bracket, (count.get(bracket) ?? 0) + by);
  };
  for (const token of tokens) {
    if (token.kind === 'open') {
      open.push(token);
      change(token.text, 1);
    }
    if (token.kind !== 'close') continue;
    const wanted = PARTNER[token.text] ?? token.text.replace('>', '<');
    if ((count.get(wanted) ?? 0) === 0) continue;
    for (let last = open.pop(); last !== undefined; last = open.pop()) {
      change(last.text, -1);
      if (last.text !== wanted) continue;
      found.add(last).add(token);
      break;
    }
  }
  return found;
}

interface Level {
  readonly nodes: Node[];
  /** Column of the line or dash that opened it; what stands in it stands further right. */
  readonly column: number;
  readonly isList: boolean;
}

/** Outside brackets a dash at the beginning of a line, or a key at its end, holds what is indented beneath it. */
function indentedGroups(text: string, nodes: readonly Node[]): Node[] {
  const all: Node[] = [];
  const levels: Level[] = [{ nodes: all, column: -1, isList: false }];
  for (const line of linesOf(nodes)) {
    let rest = line.nodes;
    for (;;) {
      const [first] = rest;
      if (first === undefined) break;
      const column = columnOf(text, first);
      const isDash =
        first.kind === 'symbol' && /^[-*•]$/.test(first.text) && /\s/.test(text[first.end] ?? '');
      while (levels.length > 1 && closes(levels.at(-1), column, isDash)) levels.pop();
      if (!isDash || levels.length > MOST_DEPTH) break;
      openLevel(levels, '-', first, column, true);
      rest = rest.slice(1);
    }
    const level = levels.at(-1)?.nodes ?? all;
    for (const node of rest) level.push(node);
    const key = rest.at(-1);
    const owner = rest[0];
    if (key?.kind === 'symbol' && key.text === ':' && owner !== undefined && levels.length <= MOST_DEPTH) {
      openLevel(levels, ':', key, columnOf(text, owner), false);
    }
    if (line.end !== undefined) level.push(line.end);
  }
  return all;
}

function openLevel(levels: Level[], bracket: string, at: Token, column: number, isList: boolean): void {
  const group = newGroup(bracket, at.end, at.end);
  levels.at(-1)?.nodes.push(group);
  levels.push({ nodes: group.nodes, column, isList });
}

/** A dash may stand right beneath the key it belongs to. */
function closes(level: Level | undefined, column: number, isDash: boolean): boolean {
  if (level === undefined) return false;
  return isDash && !level.isList ? level.column > column : level.column >= column;
}

interface Line {
  readonly nodes: readonly Node[];
  readonly end?: Node;
}

function linesOf(nodes: readonly Node[]): Line[] {
  const lines: Line[] = [];
  let line: Node[] = [];
  for (const node of nodes) {
    if (node.kind !== 'line') line.push(node);
    else {
      lines.push({ nodes: line, end: node });
      line = [];
    }
  }
  return [...lines, { nodes: line }];
}

function columnOf(text: string, node: Node): number {
  const start = node.kind === 'group' ? node.start - 1 : node.start;
  return start - text.lastIndexOf('\n', start - 1) - 1;
}
