/** What a person does not see and never means: it comes along when text is copied. */

/** Byte order marks, zero-width blanks, soft hyphens, and what turns the direction of writing. Not the joiners of scripts and emoji. */
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/g;
const UNSEEN = /[\s\p{Cc}\p{Cf}]/u;

export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Without blanks, line ends and invisible characters before and behind. */
export function withoutAround(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && UNSEEN.test(text[from] ?? '')) from += 1;
  while (to > from && UNSEEN.test(text[to - 1] ?? '')) to -= 1;
  return text.slice(from, to);
}

const ENTITIES: Record<string, string> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  amp: '&',
  '#34': '"',
  '#39': "'",
  '#x27': "'",
};

/** Markup's names of signs as the signs. */
export function withoutEntities(text: string): string {
  return text.replace(
    /&(quot|apos|lt|gt|amp|#34|#39|#x27);/g,
    (whole, name: string) => ENTITIES[name] ?? whole,
  );
}

/** Markdown's names in bold: `**User name:** alice`. */
export function withoutBoldNames(text: string): string {
  return text.replace(/(\*\*|__)([^*_:\n]{1,60})(?:\1[^\S\n]*:|:\1)/g, '$2:');
}
