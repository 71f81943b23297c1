/** The country in the language of the page. The event holds its English name, which is the same for every reader of it. */

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

let codes: ReadonlyMap<string, string> | undefined;

/** In the language of this BCP 47 tag; the English name itself where no other is known. */
export function countryName(english: string, tag: string): string {
  if (tag.startsWith('en')) return english;
  codes ??= codesByEnglishName();
  const code = codes.get(english);
  return code === undefined ? english : (namesIn(tag).of(code) ?? english);
}

/** The browser names any ISO 3166-1 alpha-2 code, but lists none. */
function codesByEnglishName(): ReadonlyMap<string, string> {
  const names = namesIn('en');
  const pairs = LETTERS.flatMap((first) => LETTERS.map((second) => `${first}${second}`)).flatMap((code) => {
    const name = names.of(code);
    return name === undefined ? [] : [[name, code] as const];
  });
  return new Map(pairs);
}

function namesIn(tag: string): Intl.DisplayNames {
  return new Intl.DisplayNames(tag, { type: 'region', fallback: 'none' });
}
