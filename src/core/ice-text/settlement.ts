/** Where URIs and credentials of a scope come together as entries; what finds no partner goes to the scope around it. */
import type { TurnUriError } from '../servers/ice-server.ts';
import { withoutAround } from './clean-text.ts';
import { hostUris } from './host-uris.ts';
import {
  belongingTo,
  type Fact,
  type FieldFact,
  type IceEntry,
  type TimeFact,
  type UriFact,
} from './ice-facts.ts';
import { isCredentialFact, type Portion, portionsOf } from './ice-scope.ts';
import { isAnybodys, namesIce } from './key-role.ts';

export type LeftOut =
  | { readonly why: 'stun-only' | 'oauth' | 'variable' | 'shared-secret' | 'no-urls'; readonly what: string }
  | { readonly why: 'malformed'; readonly what: string; readonly error: TurnUriError };

export class Settlement {
  private readonly entries: IceEntry[] = [];
  private readonly leftOut = new Map<string, LeftOut>();

  /** How many entries there are, for {@link settle}. */
  get count(): number {
    return this.entries.length;
  }

  /**
   * @param since the {@link count} before this scope was read: a time that stands here is theirs, too.
   * @param words names around this scope.
   */
  settle(given: readonly Fact[], since: number, words: readonly string[] = []): readonly Fact[] {
    const plain = withSecrets(given);
    const facts = since === this.count ? withHosts(plain, words) : plain;
    const uris = facts.filter((fact) => fact.kind === 'uri');
    const isOauth = facts.some(({ kind }) => kind === 'oauth');
    const belongs = belongingTo(uris);
    const secrets = facts.filter((fact): fact is FieldFact => isSecret(fact) && belongs(fact));
    const own = facts.filter((fact) => isCredentialFact(fact) && belongs(fact));
    let rest: readonly Fact[] = facts;
    if (uris.length > 0 && (isOauth || secrets.length > 0 || own.length > 0)) {
      if (isOauth) this.tell('oauth', uris[0]?.uri.url ?? '');
      else for (const portion of portionsOf([...uris, ...own].sort(inOrderOf(facts)))) this.enter(portion);
      for (const { name } of secrets) this.tell('shared-secret', name);
      const settled = new Set<Fact>([...own, ...secrets]);
      rest = facts.filter((fact) => fact.kind === 'field' && !settled.has(fact));
    }
    return this.withTimes(rest, since);
  }

  /** What is left in the end: URIs without credentials, credentials without URIs. */
  result(facts: readonly Fact[]): {
    readonly entries: readonly IceEntry[];
    readonly pairs: readonly IceEntry[];
    readonly leftOut: readonly LeftOut[];
  } {
    const uris = facts.filter((fact) => fact.kind === 'uri' && fact.uri.kind !== 'no-uri');
    if (uris.length > 0) this.enterRest(uris as UriFact[]);
    for (const fact of facts) {
      if (isSecret(fact) && (namesIce(fact.qualifiers) || isAnybodys(fact.qualifiers))) {
        this.tell('shared-secret', fact.name);
      }
    }
    return { entries: this.entries, pairs: pairsOf(facts), leftOut: [...this.leftOut.values()] };
  }

  /** URIs without credentials, which belong to the only credentials without URIs: a list that is printed elsewhere. */
  private enterRest(uris: UriFact[]): void {
    const [open, ...more] = this.entries.filter(({ urls }) => urls.length === 0);
    const since = this.count;
    this.enter({ uris });
    const [own] = this.entries.slice(since);
    if (open === undefined || more.length > 0 || own === undefined || own.username !== '') return;
    open.urls.push(...own.urls);
    this.entries.splice(since, 1);
  }

  private enter({ uris, username, credential }: Portion): void {
    const urls: string[] = [];
    const open: string[] = [];
    for (const { uri } of uris) {
      if (uri.kind === 'stun') this.tell('stun-only', uri.url);
      else if (uri.kind === 'malformed') this.tellMalformed(uri.url, uri.error);
      else if (uri.kind === 'turn') {
        if (uri.username === undefined) urls.push(uri.url);
        else this.add([uri.url], uri.username, uri.credential ?? credential?.value ?? '');
      } else if (uri.kind === 'no-uri' && uri.isHost) this.tellMalformed(uri.url, 'not-a-turn-uri');
      else if (uri.kind === 'open' || /credential/i.test(credential?.name ?? '')) open.push(uri.url);
    }
    const user = username?.value ?? '';
    const secret = credential?.value ?? '';
    // Its URI is asked for in the form.
    if (urls.length > 0 || (open.length > 0 && user !== '' && secret !== '')) this.add(urls, user, secret);
    if (urls.length > 0 || user === '' || secret === '') for (const url of open) this.tell('variable', url);
  }

  private add(urls: string[], username: string, credential: string): void {
    this.entries.push({
      urls,
      username: withoutAround(username),
      credential: withoutAround(credential),
      times: [],
    });
  }

  private tell(why: Exclude<LeftOut['why'], 'malformed'>, what: string): void {
    this.leftOut.set(`${why} ${what}`, { why, what });
  }

  private tellMalformed(what: string, error: TurnUriError): void {
    this.leftOut.set(`malformed ${what}`, { why: 'malformed', what, error });
  }

  /** The nearest time above an entry is its own. */
  private withTimes(facts: readonly Fact[], since: number): readonly Fact[] {
    const times = timesOf(facts);
    if (times.length === 0 || since >= this.entries.length) return facts;
    for (let index = since; index < this.entries.length; index += 1) {
      const entry = this.entries[index];
      if (entry !== undefined && entry.times.length === 0) entry.times = times;
    }
    return facts.filter((fact) => !isTime(fact));
  }
}

/** Where a credential is but the secret for one: no user has it. */
function withSecrets(facts: readonly Fact[]): readonly Fact[] {
  if (!facts.some(({ kind }) => kind === 'keyed')) return facts;
  return facts.flatMap((fact): Fact | Fact[] => {
    if (fact.kind === 'keyed' || (fact.kind === 'field' && fact.role === 'username')) return [];
    return isCredentialFact(fact) ? { ...fact, role: 'secret' } : fact;
  });
}

function isSecret(fact: Fact): fact is FieldFact {
  return fact.kind === 'field' && fact.role === 'secret';
}

function isTime(fact: Fact): fact is FieldFact & { readonly role: TimeFact['role'] } {
  return fact.kind === 'field' && (fact.role === 'lifetime' || fact.role === 'instant');
}

function timesOf(facts: readonly Fact[]): TimeFact[] {
  return facts.filter(isTime).flatMap(({ name, role, qualifiers, value }) => {
    const isOwn = namesIce(qualifiers) || isAnybodys(qualifiers);
    return isOwn && value !== undefined ? { name, role, value } : [];
  });
}

function withHosts(facts: readonly Fact[], words: readonly string[]): readonly Fact[] {
  if (facts.some((fact) => fact.kind === 'uri' && fact.uri.kind !== 'no-uri')) return facts;
  const found = hostUris(
    facts.filter((fact) => fact.kind === 'field'),
    words,
  );
  if (found === undefined) return facts;
  const isPart = (fact: Fact): boolean =>
    fact.kind === 'field' && /^(?:host|port|transport|scheme)$/.test(fact.role);
  return [
    ...found.map((uri): UriFact => ({ kind: 'uri', uri, words: [], isFar: false })),
    ...facts.filter((fact) => fact.kind !== 'uri' && !isPart(fact)),
  ];
}

function inOrderOf(facts: readonly Fact[]): (one: Fact, other: Fact) => number {
  const places = new Map(facts.map((fact, index) => [fact, index]));
  return (one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0);
}

function pairsOf(facts: readonly Fact[]): IceEntry[] {
  const fields = facts.filter((fact) => isCredentialFact(fact) && fact.value !== undefined);
  const own = fields.filter(
    (fact) => fact.kind === 'field' && (namesIce(fact.qualifiers) || isAnybodys(fact.qualifiers)),
  );
  const times = timesOf(facts);
  return portionsOf(own.length > 0 ? own : fields).flatMap(({ username, credential }) => {
    if (username?.value === undefined || credential?.value === undefined) return [];
    const [user, secret] = [withoutAround(username.value), withoutAround(credential.value)];
    return { urls: [], username: user, credential: secret, times };
  });
}
