/** The value that stands written out behind a name; what a program works out only when it runs is none. */
import { isSymbol } from './text-fields.ts';
import type { Group, Node } from './text-tree.ts';

/** `unknown`: something stands there, but not a value. `none`: nothing does. */
export type WrittenValue = { readonly text: string } | 'unknown' | 'none';

/** What wraps a value without changing it: `String::from("u")`, `Optional.of("u")`, `std::string("u")`. */
const WRAPPERS =
  /^(?:String|from|Some|optional|Optional|of|str|string|NSString|Text|Just|just|bytes|SecretStr|Secret)$/;
/** `"u".to_string()` */
const UNCHANGING = /^(?:to_string|to_owned|into|toString|trim|strip|as_str|freeze|strdup)$/;
const NOTHING = /^(?:null|nil|none|undefined|true|false|yes|no|~|nullptr)$/i;
/** Stands in documentation for what is not told. */
const MASKED = /^(?:\*{3,}|…|\.{3}|•+)$/;
/** Something else puts a value there. */
const PLACE = /^(?:\{\{.*\}\}|\$\{[^}]*\}|<%.*%>)$/;
const NUMBER = /^\d+(?:\.\d+)?$/;

export function writtenValue(nodes: readonly Node[], isNameQuoted: boolean): WrittenValue {
  const value = withoutCast(nodes).filter(
    (node) => node.kind !== 'line' && !isSymbol(node, '@', '&', '<', '>', '!', '|', '`'),
  );
  const [first, ...rest] = value;
  if (first === undefined) return 'none';
  if (first.kind === 'string') {
    // In JSON `${` is text.
    if (first.partial === true && !isNameQuoted) return 'unknown';
    return isUnchanged(rest) ? said(first.text) : 'unknown';
  }
  const last = value.at(-1);
  if (last?.kind === 'group' && last.bracket === '(' && value.slice(0, -1).every(isWrapper)) {
    return writtenValue(last.nodes, isNameQuoted);
  }
  // PHP's `string(1) "u"`.
  if (first.kind === 'word' && first.text === 'string' && last?.kind === 'string' && value.length === 3) {
    return said(last.text);
  }
  const [, dot, part] = value;
  const isDecimal =
    value.length === 3 && isSymbol(dot, '.') && part?.kind === 'word' && part.start === dot?.end;
  const number = first.kind === 'word' ? first.text + (isDecimal ? `.${part.text}` : '') : '';
  if ((value.length === 1 || isDecimal) && NUMBER.test(number)) return { text: number };
  return 'unknown';
}

/** `<string>"u"` */
function withoutCast(nodes: readonly Node[]): readonly Node[] {
  if (!isSymbol(nodes[0], '<') || nodes[1]?.kind !== 'word') return nodes;
  const end = nodes.findIndex((node) => isSymbol(node, '>'));
  return end < 0 ? nodes : nodes.slice(end + 1);
}

/** A value in no quotes, where the text is one that needs none. */
export function bareValue(text: string): WrittenValue {
  // Markdown's marks of code.
  const bare = text.trim().replace(/^`([^`]*)`$/, '$1');
  if (bare === '') return 'none';
  return isExpression(bare) ? 'unknown' : said(bare);
}

function said(text: string): WrittenValue {
  if (text.trim() === '') return 'none';
  return MASKED.test(text.trim()) || PLACE.test(text.trim()) ? 'unknown' : { text };
}

function isWrapper(node: Node): boolean {
  return node.kind === 'word'
    ? WRAPPERS.test(node.text) || node.text === 'new' || node.text === 'std'
    : isSymbol(node, '::', '.', '@');
}

function isUnchanged(rest: readonly Node[]): boolean {
  const [dot, call, brackets, ...more] = rest;
  // The next option of a command, or its next line.
  if (dot === undefined || isSymbol(dot, '\\') || (dot.kind === 'word' && dot.text.startsWith('-')))
    return true;
  // `"u" as const`, `"u" satisfies string`, `"u" // ...`
  if (dot.kind === 'word' && /^(?:as|satisfies|in)$/.test(dot.text)) return true;
  if (!isSymbol(dot, '.', '?.') || call?.kind !== 'word' || !UNCHANGING.test(call.text)) return false;
  return isEmptyGroup(brackets) && isUnchanged(more);
}

function isEmptyGroup(node: Node | undefined): node is Group {
  return node?.kind === 'group' && node.nodes.length === 0;
}

/** `process.env.X`, `getUser()`, `$USER`, `{{ user }}`, `<user>`, `!secret user` */
function isExpression(text: string): boolean {
  if (NOTHING.test(text) || MASKED.test(text)) return true;
  if (/^(?:\$[A-Za-z_{(]|\{\{|<[^>]*>$|%\w+%$|![\w]+\s|\$\$|\*[A-Za-z_]+$|@\w+\()/.test(text)) return true;
  if (/\$\{[^}]*\}|\{\{.*\}\}/.test(text)) return true;
  if (/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\s*[([]/.test(text) && /[)\]][;,]?$/.test(text)) return true;
  if (
    /^(?:process|import|os|env|ENV|System|config|cfg|this|self|options|opts|props|settings|credentials|data|response|res|body|json|token|Deno|Bun|window|BuildConfig|args|params|user|creds)(?:\??\.[A-Za-z_$][\w$]*)+[;,]?$/.test(
      text,
    )
  ) {
    return true;
  }
  return /^[A-Za-z_$][\w$.]*[;,]$/.test(text);
}
