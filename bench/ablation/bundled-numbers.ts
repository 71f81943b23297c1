/**
 * The numbers in the bundled text of the measurement, each replaced by a question that is asked whenever the number is
 * used: so that one can be changed, and is known to have been used, without a trace of it in the product's code. Pure.
 */

/** What decides about the throughput, and what is read beside it. */
const MEASURED_BY =
  /^src\/precall\/(plan\/|estimate\/(capacity|delay|loss|path-metrics)|link\/(slow-link|event-loop-stalls))/;
/** Told from other loops, or sent for nothing that is judged here. */
const NOT_HERE = /loss-by-direction|plan\/loss-plan/;
/** Comments, strings and templates, which hold none; numbers. */
const TOKEN =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<![\w$.#])\d[\d.]*(?:e[+-]?\d+)?(?![\w$])/g;
/** A constant of a module, as esbuild prints it: of one number, or of more. */
const SCALAR = /^var ([A-Z][A-Z0-9_]*) = (\d[\d.]*(?:e[+-]?\d+)?);$/;
/** A field of such a constant. */
const FIELD = /(?<![\w.])(\w+): (\d[\d.]*(?:e[+-]?\d+)?)(?=,| \}|$)/g;
const CONSTANT = /^var ([A-Z][A-Z0-9_]*) = /;
const FUNCTION = /^(?: {2})?(?:async )?(?:function )?(?:get |set )?(?!if|for|while|switch)(#?\w+)\(.*\{$/;
/** Characters shown on either side of a number that has no name. */
const AROUND = 24;
/** Below this a number only keeps a division from failing. */
const LEAST = 1e-5;

export interface BundledNumber {
  readonly file: string;
  /** The constant and its field, or the function and the line it stands in. */
  readonly name: string;
  readonly value: number;
  /** False when it is read once and for all while the bundle is loaded. */
  readonly askedWhenUsed: boolean;
}

export interface InstrumentedText {
  /** Asks `numberAt(index)`. */
  readonly code: string;
  readonly numbers: readonly BundledNumber[];
}

export function instrumented(bundle: string): InstrumentedText {
  const numbers: BundledNumber[] = [];
  const scalars = new Map<string, number>();
  let file = '';
  let constant = '';
  let inFunction = '';
  const lines = bundle.split('\n').map((line) => {
    if (line.startsWith('// ')) file = line.slice(3);
    if (!MEASURED_BY.test(file) || NOT_HERE.test(file)) return line;
    const note = (name: string, value: number, askedWhenUsed: boolean) =>
      numbers.push({ file: file.replace('src/precall/', ''), name, value, askedWhenUsed }) - 1;
    const scalar = SCALAR.exec(line);
    if (scalar !== null) {
      const [, name = '', value] = scalar;
      scalars.set(name, note(plain(name), Number(value), true));
      return '';
    }
    inFunction = FUNCTION.exec(line)?.[1] ?? inFunction;
    const begins = CONSTANT.exec(line)?.[1];
    if (begins !== undefined) constant = begins;
    else if (/^\S/.test(line) && !/^[}\])]/.test(line)) constant = '';
    return withoutNumbers(line, plain(constant), inFunction, note);
  });
  const names = [...scalars.keys()];
  const used = new RegExp(`(?<![\\w$.#])(${names.join('|')})(?![\\w$])`, 'g');
  const code = lines.join('\n').replace(used, (name) => `numberAt(${scalars.get(name)})`);
  return { code, numbers };
}

type Note = (name: string, value: number, askedWhenUsed: boolean) => number;

function withoutNumbers(line: string, constant: string, inFunction: string, note: Note): string {
  // A formula's numbers are the formula's, and a comment's nobody's.
  if (/^\s*\*/.test(line) || (constant !== '' && line.includes('Math.'))) return line;
  const withFields = constant === '' ? line : line.replace(FIELD, fieldAsked(line, constant, note));
  if (withFields !== line) return withFields;
  return line.replace(TOKEN, (token, at: number) => {
    if (!/^\d/.test(token) || isPlainArithmetic(line, token, at)) return token;
    const name = constant === '' ? `${inFunction}: ${around(line, token, at)}` : constant;
    return `numberAt(${note(name, Number(token), constant === '')})`;
  });
}

function fieldAsked(line: string, constant: string, note: Note) {
  return (field: string, key: string, value: string, at: number): string => {
    if (Number(value) === 0) return field;
    const outer = [...line.slice(0, at).matchAll(/(\w+): \{/g)].map(([, name]) => name);
    const path = [constant, ...outer, key].join('.');
    return `get ${key}() { return numberAt(${note(path, Number(value), true)}); }`;
  };
}

/** Places in a list, halves, squares, bits of a byte, ms of a second: nothing that could be chosen otherwise. */
function isPlainArithmetic(line: string, token: string, at: number): boolean {
  const value = Number(token);
  if (value <= 1 && Number.isInteger(value)) return true;
  if (value < LEAST) return true;
  const before = line.slice(0, at).trimEnd();
  const after = line.slice(at + token.length).trimStart();
  if (before.endsWith('**')) return true;
  const scales = /[*/]$/.test(before) || /^[*/]/.test(after);
  if (value === 2) return before.endsWith('/') || !scales;
  return scales && (value === 8 || value === 1_000);
}

/** The number with what stands around it. */
function around(line: string, token: string, at: number): string {
  const [from, to] = [Math.max(0, at - AROUND), at + token.length + AROUND];
  return `${from > 0 ? '...' : ''}${line.slice(from, to).trim()}${to < line.length ? '...' : ''}`;
}

/** esbuild numbers the names that several modules have. */
function plain(name: string): string {
  return name.replace(/(?<=[A-Z_])\d+$/, '');
}
