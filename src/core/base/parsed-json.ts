/**
 * What a JSON text says; undefined when it is none. The parser's own message quotes the text, which may hold secrets: the
 * caller says what was to be JSON.
 */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: no JSON text says undefined, so that the caller can tell.
    return undefined;
  }
}
