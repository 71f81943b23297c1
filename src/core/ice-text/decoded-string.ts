/** What a quoted text means. */
const ESCAPES: Record<string, string> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
  '\n': '',
};
const ESCAPE = /\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|([\s\S]))/giu;

/** @param quote with the backslashes that stand before it, one for each time that the text was put into a string. */
export function decodedString(body: string, quote: string): string {
  let text = body;
  // \" is one level, \\\" is two.
  for (let slashes = quote.lastIndexOf('\\') + 1; slashes > 0; slashes = (slashes - 1) / 2)
    text = unescaped(text);
  return unescaped(text);
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (whole, braced?: string, four?: string, two?: string, one?: string) => {
    const code = braced ?? four ?? two;
    if (code === undefined) return ESCAPES[one ?? ''] ?? one ?? whole;
    const point = Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
