/** Which user name and credential of a scope belong to which of its URIs. */
import { belongingTo, type Fact, type FieldFact, type UriFact } from './ice-facts.ts';

/** URIs with what stands beside them. */
export interface Portion {
  readonly uris: UriFact[];
  username?: FieldFact;
  credential?: FieldFact;
}

/**
 * One user name and one credential are for all URIs of their scope. Where there are more, their names tell
 * (TURN1_URL, TURN1_USER), or else the order does: what is named again begins another server.
 */
export function portionsOf(facts: readonly Fact[]): Portion[] {
  const uris = facts.filter((fact) => fact.kind === 'uri');
  const belongs = belongingTo(uris);
  const relevant = facts.filter(
    (fact) => fact.kind === 'uri' || (isCredentialFact(fact) && (uris.length === 0 || belongs(fact))),
  );
  const fields = relevant.filter((fact) => fact.kind === 'field');
  const isOnce = (role: string): boolean => fields.filter((fact) => fact.role === role).length <= 1;
  if (isOnce('username') && isOnce('credential')) {
    const portion: Portion = { uris };
    for (const field of fields) portion[roleOf(field)] = field;
    return [portion];
  }
  return byName(uris, fields) ?? inOrder(relevant);
}

export function isCredentialFact(
  fact: Fact,
): fact is FieldFact & { readonly role: 'username' | 'credential' } {
  return fact.kind === 'field' && (fact.role === 'username' || fact.role === 'credential');
}

function roleOf(field: FieldFact): 'username' | 'credential' {
  return field.role === 'username' ? 'username' : 'credential';
}

const OF_URIS = /^(?:urls?|uris?|servers?|address|hosts?|endpoints?)$/;

function byName(uris: readonly UriFact[], fields: readonly FieldFact[]): Portion[] | undefined {
  const keyOf = (words: readonly string[]): string => words.filter((word) => !OF_URIS.test(word)).join(' ');
  const byKey = new Map<string, { readonly uris: UriFact[]; readonly fields: FieldFact[] }>();
  for (const field of fields) {
    const key = keyOf(field.qualifiers);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { uris: [], fields: [field] });
    else known.fields.push(field);
  }
  if (byKey.size < 2) return undefined;
  for (const uri of uris) {
    const own = byKey.get(keyOf(uri.words));
    if (own === undefined) return undefined;
    own.uris.push(uri);
  }
  return [...byKey.values()].flatMap((own) => inOrder([...own.uris, ...own.fields]));
}

function inOrder(facts: readonly Fact[]): Portion[] {
  const portions: Portion[] = [];
  let portion: Portion = { uris: [] };
  let last: Fact | undefined;
  const next = (): void => {
    portions.push(portion);
    portion = { uris: [] };
  };
  for (const fact of facts) {
    if (fact.kind === 'uri') {
      const hasField = portion.username !== undefined || portion.credential !== undefined;
      if (hasField && portion.uris.length > 0 && last?.kind !== 'uri') next();
      portion.uris.push(fact);
    } else if (fact.kind === 'field') {
      const role = roleOf(fact);
      const known = portion[role];
      const isWhole =
        portion.uris.length > 0 && portion.username && portion.credential && last?.kind === 'uri';
      if (known !== undefined && (isWhole || isSameName(known, fact))) next();
      const other = portion[role];
      // Two words for one thing, as `credential` and `password`.
      if (other === undefined || fact.rank > other.rank) portion[role] = fact;
    }
    last = fact;
  }
  portions.push(portion);
  return portions;
}

function isSameName(one: FieldFact, other: FieldFact): boolean {
  return (
    one.name.toLowerCase() === other.name.toLowerCase() || one.qualifiers.join() !== other.qualifiers.join()
  );
}
