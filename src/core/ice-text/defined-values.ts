/**
 * What a program names once and uses by its name: `const user = "u"; ... username: user`. Taken only where it is
 * certain: the text sets the name once, and to a text that is written out.
 */
import type { Token } from './text-tokens.ts';

/** Blanks within do not matter, as in `${host}` and `${ host }`. */
const PLACEHOLDER = /\$\{\s*([A-Za-z_$][\w$]*)\s*\}/g;
const ENDS = /^[;,)}\]]$/;
const BEFORE_USE = /^(?:[:=,([{+]|=>|return)$/;
const AFTER_USE = /^[,)}\];+]$/;
const DECLARES = /^(?:const|let|var|val|final|static|local|string|String|auto|export)$/;

/** The tokens with each use of such a name as the text itself, and without the setting that was used. */
export function withDefinedValues(tokens: readonly Token[]): readonly Token[] {
  const definitions = definitionsIn(tokens);
  if (definitions.size === 0) return tokens;
  const used = new Set<number>();
  const textOf = (name: string, at: number): string | undefined => {
    const definition = definitions.get(name);
    if (definition === undefined || definition.at === at) return undefined;
    used.add(definition.at);
    return definition.value;
  };
  const found = tokens.map((token, at): readonly Token[] => {
    if (token.kind === 'string' && token.partial === true) return [filled(token, (name) => textOf(name, at))];
    if (token.kind !== 'word' || !isUse(tokens, at)) return [token];
    const value = textOf(token.text, at);
    if (value === undefined) return [token];
    const text: Token = { ...token, kind: 'string', text: value };
    return isShorthand(tokens, at) ? [token, { ...token, kind: 'symbol', text: ':' }, text] : [text];
  });
  // Name, sign and value, which would be read as a server of its own.
  for (const at of used) for (const part of [at, at + 1, at + 2]) found[part] = [];
  return joined(found.flat());
}

interface Definition {
  readonly at: number;
  readonly value: string;
}

function definitionsIn(tokens: readonly Token[]): ReadonlyMap<string, Definition> {
  const found = new Map<string, Definition>();
  const unsure = new Set<string>();
  tokens.forEach((sign, index) => {
    const name = tokens[index - 1];
    if (sign.kind !== 'symbol' || !/^:?=$/.test(sign.text) || name?.kind !== 'word') return;
    const [value, end] = [tokens[index + 1], tokens[index + 2]];
    const isText = value?.kind === 'string' && value.partial !== true;
    const isEnd = end === undefined || end.kind === 'line' || (ENDS.test(end.text) && end.kind !== 'string');
    const begin = tokens[index - 2];
    const isBegin =
      begin === undefined || begin.kind === 'line' || /^[;,]$/.test(begin.text) || DECLARES.test(begin.text);
    if (found.has(name.text) || !isText || !isEnd || !isBegin) unsure.add(name.text);
    else found.set(name.text, { at: index - 1, value: value.text });
  });
  for (const name of unsure) found.delete(name);
  return found;
}

function isUse(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  const isEnd = after === undefined || after.kind === 'line' || AFTER_USE.test(after.text);
  return (
    isEnd && (before?.kind === 'line' ? tokens[at - 2]?.text === ',' : BEFORE_USE.test(before?.text ?? ''))
  );
}

/** `{ username, credential }` */
function isShorthand(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const isItem = before?.kind === 'line' || /^[{,]$/.test(before?.text ?? '');
  return isItem && /^[,}]$/.test(tokens[at + 1]?.text ?? '');
}

function filled(token: Token, textOf: (name: string) => string | undefined): Token {
  let isWhole = true;
  const text = token.text.replace(PLACEHOLDER, (whole, name: string) => {
    const value = textOf(name);
    if (value === undefined) isWhole = false;
    return value ?? whole;
  });
  return isWhole && !text.includes('${') && text !== token.text ? { ...token, text, partial: false } : token;
}

/** `'turn:' + 'a.example'` */
function joined(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some((token, at) => isPlus(token) && tokens[at - 1]?.kind === 'string')) return tokens;
  const found: Token[] = [];
  let isAdding = false;
  for (const [at, token] of tokens.entries()) {
    const last = found.at(-1);
    if (isAdding && last !== undefined) {
      found[found.length - 1] = { ...last, text: last.text + token.text, end: token.end };
      isAdding = false;
    } else if (isPlus(token) && isText(last) && isText(tokens[at + 1])) isAdding = true;
    else found.push(token);
  }
  return found;
}

function isPlus(token: Token): boolean {
  return token.kind === 'symbol' && token.text === '+';
}

function isText(token: Token | undefined): boolean {
  return token?.kind === 'string' && token.partial !== true;
}
