/** What one scope of a text says of servers, in the order in which it stands there. */
import type { FoundUri } from './found-uri.ts';
import type { Role } from './key-role.ts';
import { isAnybodys, namesIce } from './key-role.ts';

/** What stands in place of a URI, where a URI belongs if this is an ICE server. */
export interface MissingUri {
  readonly kind: 'no-uri';
  readonly url: string;
  /** Whether it is written out, as a host without a scheme. */
  readonly isHost: boolean;
}

export interface UriFact {
  readonly kind: 'uri';
  readonly uri: FoundUri | MissingUri;
  /** The words of the names above it. */
  readonly words: readonly string[];
  /** A name between it and this scope tells of something else than servers: `pcConfig`. */
  readonly isFar: boolean;
}

export interface FieldFact {
  readonly kind: 'field';
  readonly role: Role;
  readonly name: string;
  readonly qualifiers: readonly string[];
  readonly rank: number;
  /** Absent where it is not written out. */
  readonly value?: string;
}

export interface OauthFact {
  readonly kind: 'oauth';
}

/** What stands there as a credential is the secret that credentials are made from, as in Galène's `hmac-sha1`. */
export interface KeyedFact {
  readonly kind: 'keyed';
}

export type Fact = UriFact | FieldFact | OauthFact | KeyedFact;

/** A time that stands beside credentials: until when, or for how long they hold. */
export interface TimeFact {
  readonly name: string;
  readonly role: 'lifetime' | 'instant';
  readonly value: string;
}

/** URIs that stand together, and their user name and credential; empty where nothing is written out. */
export interface IceEntry {
  readonly urls: string[];
  readonly username: string;
  readonly credential: string;
  times: readonly TimeFact[];
}

/** Tells whether a named value is one for these URIs: DB_PASSWORD is not one for TURN_URL. */
export function belongingTo(uris: readonly UriFact[]): (fact: FieldFact) => boolean {
  const byWord = new Map<string, UriFact[]>();
  for (const uri of uris) {
    for (const word of new Set(uri.words)) {
      const known = byWord.get(word);
      if (known === undefined) byWord.set(word, [uri]);
      else known.push(uri);
    }
  }
  const hasNear = uris.some(({ isFar }) => !isFar);
  // A text may have ten thousand of each: only the URIs with the rarest word are compared.
  const shares = ({ qualifiers }: FieldFact): boolean => {
    let rarest: readonly UriFact[] | undefined;
    for (const word of qualifiers) {
      const having = byWord.get(word) ?? [];
      if (rarest === undefined || having.length < rarest.length) rarest = having;
    }
    return rarest?.some(({ words }) => qualifiers.every((word) => words.includes(word))) ?? false;
  };
  return (fact) => namesIce(fact.qualifiers) || (hasNear && isAnybodys(fact.qualifiers)) || shares(fact);
}
