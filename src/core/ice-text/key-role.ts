/** What the name before a value says of it, in any case and language of programs. */
export type Role =
  | 'username'
  | 'credential'
  | 'secret'
  | 'lifetime'
  | 'instant'
  | 'host'
  | 'port'
  | 'transport'
  | 'scheme';

export interface KeyRole {
  readonly role: Role;
  /** What the name says besides, in lower case: `['db']` of DB_PASSWORD. */
  readonly qualifiers: readonly string[];
  /** Of two names for one thing in one place the higher is meant. */
  readonly rank: number;
}

/** The end of a name without its signs and capitals; the first of a role ranks highest. */
const ENDS: readonly (readonly [Role, RegExp])[] = [
  ['secret', /(?:secret|secretkey|sharedkey|hmackey|restapikey)$/],
  ['username', /username$/],
  [
    'username',
    /(?:user|usr|userid|usernames?|benutzername|benutzer|utilisateur|identifiant|usuario|usuário|ユーザー名|ユーザー|用户名)$/,
  ],
  ['credential', /(?:credential|credentials)$/],
  [
    'credential',
    /(?:password|passwd|passphrase|pwd|pass|passwort|kennwort|motdepasse|contraseña|senha|パスワード|密码)$/,
  ],
  [
    'lifetime',
    /(?:ttl|lifetime|lifetimeduration|expiresin|expireafter|expiresafter|expirein|expiryin|validfor|validity|maxage|duration)(?:ms|millis|milliseconds|s|sec|secs|seconds|m|min|mins|minutes|h|hours|days)?$/,
  ],
  [
    'instant',
    /(?:expires|expire|expiresat|expireat|expireson|expiry|expirydate|expirytime|expirytimestamp|expiration|expirationdate|expirationtime|expirationtimestamp|expireson|exp|validuntil|validto|validtill|notafter|endsat|expiresdate|expirestime)(?:ms|millis|milliseconds|s|sec|secs|seconds|utc|gmt)?$/,
  ],
  ['host', /(?:host|hostname|server|addr|address|domain)$/],
  ['transport', /(?:transport|transporttype|protocol|protocols|proto)$/],
  ['port', /port$/],
  ['scheme', /(?:scheme|schemes|type)$/],
];

/** Words that say nothing of whose it is. */
const NEUTRAL =
  /^(?:set|with|get|my|your|our|the|new|const|let|var|val|auth|authentication|authorization|credentials?|creds?|lt|long|term|static|shared|external|default|servers?|self|this|data|meta|metadata|results?|response|reply|body|payload|values?|list|items?|v|d|p|config|configuration|options|settings|params|env|vite|react|app|next|nuxt|expo|public|gatsby|vue|ng|custom|temp|temporary|ephemeral|e|lifetime|rest|api|urls?|uris?|endpoints?|addresses|hosts?|in|name|de|d’|mot|nom|hmac|object|map|dict|strings?|init|services?|spec|\d+)$/;
const OF_ICE =
  /^(?:turns?\d*|turn.*|co?turn.*|stun.*|ice\d*|iceservers?\d*|(?:web)?rtc.*|relay.*|eturnal.*|mediarelay|nts|kvs|peer|peerjs|prosody|janus)$/;

/** Names. */
const MOST_REMEMBERED = 500;
/** What most names have not; looked for first, as a text may have a hundred thousand names. */
const MAY_HAVE_ROLE =
  /secret|key|us[eu]r|benutzer|utilisat|identifiant|usu[aá]rio|ユーザー|用户|cred|pass|pwd|kennwort|contrase|senha|パス|密码|ttl|lifetime|expir|valid|duration|exp|until|notafter|ends|max|host|server|addr|domain|port|proto|scheme|type/i;

/** Besides names with a role: URIs, and the names of fields that stand for names. */
const TELLING = new RegExp(
  `${MAY_HAVE_ROLE.source}|turn|stun|ur[il]|name|field|value|after|=`,
  MAY_HAVE_ROLE.flags,
);

/** Whether a word or a string may tell of a server at all. */
export function mayTell(text: string): boolean {
  return TELLING.test(text);
}

/** @param name as it stands in the text. */
export const keyRole = remembered((name: string): KeyRole | undefined =>
  MAY_HAVE_ROLE.test(name.replace(/[\s_-]/g, '')) ? roleIn(name) : undefined,
);

function roleIn(name: string): KeyRole | undefined {
  const words = [...wordsOf(name)];
  // TURN_USER_2, passwordTurn: what stands behind the role.
  const behind: string[] = [];
  for (;;) {
    const joined = words.join('');
    for (const [rank, [role, end]] of ENDS.entries()) {
      const found = end.exec(joined);
      if (found === null) continue;
      return { role, qualifiers: [...cut(words, found.index), ...behind], rank: -rank };
    }
    const last = words.pop();
    if (last === undefined || !(OF_ICE.test(last) || /^\d+$/.test(last))) return undefined;
    behind.push(last);
  }
}

/** Whether what it names can belong to a TURN server for all that its name says. */
export function isAnybodys(qualifiers: readonly string[]): boolean {
  return qualifiers.every((word) => NEUTRAL.test(word)) || namesIce(qualifiers);
}

export function namesIce(words: readonly string[]): boolean {
  return words.some((word) => OF_ICE.test(word));
}

/** `turnUser_name` is turn, user and name. */
export const wordsOf = remembered((name: string): readonly string[] =>
  name
    .normalize('NFC')
    .replace(/UR([IL])s/g, ' ur$1s ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== ''),
);

/** Names come again and again in a text; the few that were asked for last are remembered. */
function remembered<T>(find: (name: string) => T): (name: string) => T {
  const found = new Map<string, T>();
  return (name) => {
    const known = found.get(name);
    if (known !== undefined || found.has(name)) return known as T;
    if (found.size >= MOST_REMEMBERED) found.clear();
    const fresh = find(name);
    found.set(name, fresh);
    return fresh;
  };
}

/** The words within the first characters of all. */
function cut(words: readonly string[], length: number): string[] {
  const found: string[] = [];
  let left = length;
  for (const word of words) {
    if (left <= 0) break;
    found.push(word.slice(0, left));
    left -= word.length;
  }
  return found;
}
