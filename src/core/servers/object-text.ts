/**
 * Reads one value of JSON or of a JavaScript literal as people paste it from documentation: unquoted keys, single
 * quotes, trailing commas, comments, and code around it (`new RTCPeerConnection({ ... });`). Nothing is evaluated.
 */
export type ObjectText = string | number | boolean | null | readonly ObjectText[] | ObjectTextMap;
/** A Map, so that a key such as `__proto__` is a key like any other. */
export type ObjectTextMap = ReadonlyMap<string, ObjectText>;

export interface ObjectTextError {
  readonly kind: 'no-value' | 'too-deep' | 'unfinished' | 'unexpected' | 'variable';
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

export type ObjectTextResult =
  | { readonly ok: true; readonly value: ObjectText }
  | { readonly ok: false; readonly error: ObjectTextError };

const MOST_DEPTH = 20;
const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?/iy;
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\n': '' };

class Stop extends Error {
  constructor(
    readonly kind: ObjectTextError['kind'],
    readonly at: number,
  ) {
    super(kind);
  }
}

/** Parses the first object or array in the text; what stands before and behind it is code and is ignored. */
export function parseObjectText(text: string): ObjectTextResult {
  const start = text.search(/[[{]/);
  try {
    if (start === -1) throw new Stop('no-value', 0);
    return { ok: true, value: new Reader(text, start).value(0) };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { ok: false, error: { kind: error.kind, line: before.length, column } };
  }
}

class Reader {
  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  value(depth: number): ObjectText {
    if (depth > MOST_DEPTH) throw new Stop('too-deep', this.at);
    this.match(SPACE);
    const here = this.text[this.at];
    if (here === '{') return this.object(depth);
    if (here === '[') return this.array(depth);
    if (here === '"' || here === "'" || here === '`') return this.string(here);
    const number = this.match(NUMBER);
    if (number !== undefined) return Number(number);
    return this.word();
  }

  private object(depth: number): ObjectTextMap {
    const found = new Map<string, ObjectText>();
    this.at += 1;
    while (!this.closes('}')) {
      found.set(this.key(), this.value(depth + 1));
      this.separates('}');
    }
    return found;
  }

  private array(depth: number): readonly ObjectText[] {
    const found: ObjectText[] = [];
    this.at += 1;
    while (!this.closes(']')) {
      found.push(this.value(depth + 1));
      this.separates(']');
    }
    return found;
  }

  private key(): string {
    const here = this.text[this.at];
    const key = here === '"' || here === "'" ? this.string(here) : this.match(IDENTIFIER);
    if (key === undefined) throw this.unexpected();
    this.match(SPACE);
    if (this.text[this.at] !== ':') throw this.unexpected();
    this.at += 1;
    return key;
  }

  private string(quote: string): string {
    const start = this.at;
    let found = '';
    for (this.at += 1; ; this.at += 1) {
      const here = this.text[this.at];
      if (here === undefined || (here === '\n' && quote !== '`')) throw new Stop('unfinished', start);
      if (here === quote) break;
      if (quote === '`' && here === '$' && this.text[this.at + 1] === '{') throw new Stop('variable', start);
      found += here === '\\' ? this.escape() : here;
    }
    this.at += 1;
    return found;
  }

  private escape(): string {
    this.at += 1;
    const letter = this.text[this.at];
    if (letter === undefined) throw new Stop('unfinished', this.at);
    if (letter !== 'u' && letter !== 'x') return ESCAPES[letter] ?? letter;
    const length = letter === 'u' ? 4 : 2;
    const digits = this.text.slice(this.at + 1, this.at + 1 + length);
    if (digits.length !== length || !/^[0-9a-f]+$/i.test(digits)) throw this.unexpected();
    this.at += length;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private word(): ObjectText {
    const start = this.at;
    const word = this.match(IDENTIFIER);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null' || word === 'undefined') return null;
    if (word === undefined) throw this.unexpected();
    throw new Stop('variable', start);
  }

  private closes(bracket: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== bracket) return false;
    this.at += 1;
    return true;
  }

  private separates(bracket: string): void {
    this.match(SPACE);
    if (this.text[this.at] === ',') this.at += 1;
    else if (this.text[this.at] !== bracket) throw this.unexpected();
  }

  private unexpected(): Stop {
    return new Stop(this.at >= this.text.length ? 'unfinished' : 'unexpected', this.at);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
