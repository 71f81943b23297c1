/**
 * A text of any programming language, configuration format or log as a stream of strings, words, URIs, brackets and
 * symbols. No grammar is assumed, so nothing is ever a syntax error: what cannot be read is a symbol among others.
 * One pass, each character looked at a bounded number of times.
 */
import { decodedString } from './decoded-string.ts';

export type Token = {
  readonly kind: 'string' | 'word' | 'uri' | 'open' | 'close' | 'symbol' | 'line';
  /** Of a string what it means, of all others what stands there. An opened element of XML is `<name`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A string that a program completes: `${host}`, f"{host}". */
  readonly partial?: boolean;
};

const SPACE = /[^\S\n]+/y;
const BLANK = /\s/;
/** Remarks of C, shells, XML and Lua; `#` and `//` only where a word could begin, as both may stand inside a value. */
const REMARK = /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?:\/\/|#(?![{[])|--(?=\s))[^\n]*/y;
/** Where a remark begins. */
const REMARK_SIGN = /\/\*+|<!--|\/\/+|#+|--/y;
/** A string's quote with the backslashes before it: JSON inside a string is quoted by \" and twice inside by \\\". */
const QUOTE = /\\{0,7}(?:"""|'''|["'`“”„‘‚])/y;
const QUOTES = '\\"\'`“”„‘‚';
const CLOSING: Record<string, string> = { '“': '”', '”': '”', '„': '“', '‘': '’', '‚': '‘' };
/** Marks of a string's kind: Python's b and f, C#'s and Objective-C's @ and $, Rust's b. */
const PREFIX = /^(?:[bfru]{1,2}|L)$/i;
const SYMBOL = /=>|:=|->|::|[=!]==?|[<>]=|\?\?|\|\||&&|\?\.|\.{2,3}|\\n|[^\s]/uy;
const WORD = /-{0,2}[\p{L}\p{N}_$](?:[\p{L}\p{N}\p{M}_$-]*[\p{L}\p{N}\p{M}_$])?/uy;
/** What stands in no quotes must have the look of a host: `{turn:t}` of a minified script has not. */
const BARE_URI = new RegExp(
  [
    String.raw`(?:[^\s"'\x60<>()[\]{},;@]{1,256}@)?(?:turn|stun)s?:(?:\/\/)?`,
    String.raw`(?:(?:[^\s"'\x60<>,;@?\/]{1,512}@)?`,
    String.raw`(?:\[[\da-f:.]+\](?::\w+)?|[\p{L}\p{N}_\-]+(?:\.[\p{L}\p{N}_\-]+)+(?::\w+)?|[\p{L}\p{N}_\-]+:\d+|localhost)`,
    // A place for a value: $HOST, <host>, {{ host }}, %HOST%.
    String.raw`|(?:\$|<\p{L}|\{\{|%\w+%)[^\s"'\x60,;]*)`,
    String.raw`(?:\/?\?[\w=&%.\-]*)?`,
  ].join(''),
  'iuy',
);
const SCHEME = /(?:turn|stun)s?:/iy;
/** Behind a user name and a credential. */
const LATE_SCHEME = /@(?:turn|stun)s?:/i;
const ELEMENT = /<([A-Za-z_][\w:.-]*)(?=[\s/>])/y;
const ELEMENT_END = /<\/([A-Za-z_][\w:.-]*)\s*>/y;

/** Characters. */
const LONGEST_TAG = 2_000;

export type Remarks = 'skip' | 'read';

export function textTokens(text: string, remarks: Remarks = 'skip'): Token[] {
  return new Tokens(text, remarks).all();
}

class Tokens {
  private at = 0;
  private readonly found: Token[] = [];
  /** By quote, up to where it is known to have no end. */
  private readonly endless = new Map<string, number>();
  /** Only what is closed is an element; `Array<string>` is not. */
  private readonly elements: ReadonlySet<string>;
  /** The element whose attributes are being read. */
  private inTag = '';
  private readonly hasLateScheme: boolean;

  constructor(
    private readonly text: string,
    private readonly remarks: Remarks,
  ) {
    this.elements = new Set([...text.matchAll(/<\/([A-Za-z_][\w:.-]*)\s*>/g)].map(([, name = '']) => name));
    this.hasLateScheme = LATE_SCHEME.test(text);
  }

  all(): Token[] {
    while (this.at < this.text.length) this.next();
    return this.found;
  }

  private next(): void {
    const char = this.text[this.at] ?? '';
    if (char === '\n') this.lineEnd();
    else if ((BLANK.test(char) && this.take(SPACE)) || this.remark(char)) return;
    else if (this.quoted(char) || this.uri(char) || this.element(char)) return;
    else if ('([{'.includes(char)) this.add('open', char);
    else if (')]}'.includes(char)) this.add('close', char);
    else this.wordOrSymbol();
  }

  private add(kind: Token['kind'], text: string, length = text.length): true {
    const end = this.at + length;
    this.found.push({ kind, text, start: this.at, end });
    this.at = end;
    return true;
  }

  /** Several are one. */
  private lineEnd(): void {
    if (this.found.at(-1)?.kind === 'line') this.at += 1;
    else this.add('line', '\n');
  }

  private look(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  private take(pattern: RegExp): string | undefined {
    const found = this.look(pattern)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private before(): string {
    return this.text[this.at - 1] ?? '\n';
  }

  private remark(char: string): boolean {
    if (!'/#-<'.includes(char)) return false;
    if (char !== '<' && !/[\s,;()[\]{}>]/.test(this.before()) && this.text[this.at + 1] !== '*') return false;
    if (this.text.startsWith('/*', this.at) && this.isEndless('/*', '*/')) return false;
    if (this.text.startsWith('<!--', this.at) && this.isEndless('<!--', '-->')) return false;
    return this.take(this.remarks === 'skip' ? REMARK : REMARK_SIGN) !== undefined;
  }

  private isEndless(begin: string, end: string): boolean {
    const known = this.endless.get(begin);
    if (known !== undefined) return true;
    if (this.text.indexOf(end, this.at) >= 0) return false;
    this.endless.set(begin, this.text.length);
    return true;
  }

  private quoted(char: string): boolean {
    if (!QUOTES.includes(char)) return false;
    const quote = this.look(QUOTE)?.[0];
    if (quote === undefined) return false;
    const last = this.found.at(-1);
    const prefix = last?.end === this.at && last.kind === 'word' ? last.text : undefined;
    // An apostrophe, or the end of what was cut off.
    if (prefix !== undefined && !PREFIX.test(prefix)) return false;
    // Fences of Markdown.
    if (quote === '`' && this.text.startsWith('``', this.at)) return false;
    const end = this.endOf(quote);
    if (end === undefined) return false;
    const body = this.text.slice(this.at + quote.length, end);
    const partial = isPartial(body, quote, last?.end === this.at ? last.text : '');
    const start = this.at;
    this.at = end + closing(quote).length;
    this.found.push({ kind: 'string', text: decodedString(body, quote), start, end: this.at, partial });
    return true;
  }

  /** Where the closing quote begins: in the same line, unless the quote is one for several lines. */
  private endOf(quote: string): number | undefined {
    const known = this.endless.get(quote);
    if (known !== undefined && this.at < known) return undefined;
    const close = closing(quote);
    const slashes = quote.lastIndexOf('\\') + 1;
    const isLong = close.endsWith('`') || close.length - slashes === 3;
    let at = this.at + quote.length;
    for (;;) {
      const lineEnd = isLong ? -1 : this.text.indexOf('\n', at);
      const limit = lineEnd < 0 ? this.text.length : lineEnd;
      const end = this.closeAt(close, slashes, at, limit);
      if (end !== undefined) return end;
      // A shell and JavaScript go on behind a backslash at the end of the line.
      if (lineEnd > 0 && this.text[lineEnd - 1] === '\\' && slashes === 0) {
        at = lineEnd + 1;
        continue;
      }
      this.endless.set(quote, limit);
      return undefined;
    }
  }

  private closeAt(close: string, slashes: number, from: number, limit: number): number | undefined {
    const mark = close.slice(slashes);
    for (
      let at = this.text.indexOf(mark, from);
      at >= 0 && at < limit;
      at = this.text.indexOf(mark, at + 1)
    ) {
      let before = 0;
      while (before <= slashes && at - before - 1 >= from && this.text[at - before - 1] === '\\') before += 1;
      if (slashes > 0 ? before === slashes : this.evenSlashes(at, from)) return at - slashes;
    }
    return undefined;
  }

  private evenSlashes(at: number, from: number): boolean {
    let count = 0;
    while (at - count - 1 >= from && this.text[at - count - 1] === '\\') count += 1;
    return count % 2 === 0;
  }

  private uri(char: string): boolean {
    if (!this.hasLateScheme && !('tsTS'.includes(char) && this.look(SCHEME) !== null)) return false;
    if (/[\p{L}\p{N}_$-]/u.test(this.before())) return false;
    const found = this.look(BARE_URI)?.[0]?.replace(/[.:]+$/, '');
    return found !== undefined && this.add('uri', found);
  }

  private element(char: string): boolean {
    if (this.inTag !== '' && (char === '>' || this.text.startsWith('/>', this.at))) {
      const isEmpty = char === '/';
      const name = this.inTag;
      this.inTag = '';
      if (isEmpty) return this.add('close', `>${name}`, 2);
      this.at += 1;
      return true;
    }
    if (char !== '<') return false;
    const end = this.look(ELEMENT_END);
    if (end !== null) return this.add('close', `>${end[1] ?? ''}`, end[0].length);
    const begin = this.look(ELEMENT);
    if (begin === null) return false;
    const name = begin[1] ?? '';
    const tag = this.text.slice(this.at, this.at + LONGEST_TAG);
    if (!this.elements.has(name) && tag[tag.indexOf('>') - 1] !== '/') return false;
    this.inTag = name;
    return this.add('open', `<${name}`, begin[0].length);
  }

  private wordOrSymbol(): void {
    const word = this.look(WORD)?.[0];
    const canDash = /[\s"'`([{,=]/.test(this.before());
    if (word !== undefined && (canDash || !word.startsWith('-'))) {
      this.add('word', word);
      return;
    }
    const symbol = this.look(SYMBOL)?.[0] ?? this.text[this.at] ?? '';
    this.add(symbol === '\\n' ? 'line' : 'symbol', symbol === '：' ? ':' : symbol, symbol.length);
  }
}

function closing(quote: string): string {
  return CLOSING[quote] ?? quote;
}

function isPartial(body: string, quote: string, prefix: string): boolean {
  if (quote.endsWith('`')) return /\$\{/.test(body);
  if (/^(?:f|rf|fr|\$)$/i.test(prefix)) return /\{/.test(body);
  return quote.endsWith('"') && /[$#]\{[^}]*\}|\\\(/.test(body);
}
