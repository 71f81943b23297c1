/** The settings' errors by the keys of their translations. Their own texts are English, for policies and exports. */
import { CREDENTIALS_URL_ERROR_TEXT, URI_ERROR_TEXT } from '../../core/settings/settings.ts';
import type { TextKey } from './text.ts';

/** What stands in parentheses is handed on. */
const ERROR_TEXTS: readonly (readonly [pattern: string, key: TextKey])[] = [
  ['A whole number from (\\d+) to (\\d+) .*', 'error_number'],
  ['At most (\\d+) characters\\.', 'error_length'],
  ['No line breaks or control characters\\.', 'error_oneLine'],
  ['Give the server a name\\.', 'error_name'],
  ['Another server has this name\\.', 'error_sameName'],
  ['Another server has the same URIs and user name\\.', 'error_sameServer'],
  ['Another server has the same URL and URIs\\.', 'error_sameCredentialsUrl'],
  ['TURN needs a user name\\.', 'error_username'],
  ['TURN needs a credential \\(password\\)\\.', 'error_credential'],
  ['At most (\\d+) URIs for one server\\.', 'error_mostUrls'],
  ['At most (\\d+) servers\\.', 'error_mostServers'],
  ['This URI stands here twice\\.', 'error_twice'],
  ['There is no such setting\\.', 'error_noSetting'],
  ['This is missing\\.', 'error_missing'],
  ['(?:This|A TURN URI|A URL) is a text\\.', 'error_text'],
  ['A list of (?:servers|TURN URIs)\\.', 'error_list'],
  ['This is true or false\\.', 'error_boolean'],
  ['One of (.+)\\.', 'error_oneOf'],
  ['A notification code has three digits\\.', 'error_notificationCode'],
  ['Expected (.+)\\.', 'error_expected'],
];

const URI_ERRORS: Readonly<Record<keyof typeof URI_ERROR_TEXT, TextKey>> = {
  empty: 'error_uriEmpty',
  'stun-only': 'error_uriStun',
  'not-a-turn-uri': 'error_uriScheme',
  'has-slashes': 'error_uriSlashes',
  'has-credentials': 'error_uriCredentials',
  'bad-host': 'error_uriHost',
  'bad-port': 'error_uriPort',
  'bad-query': 'error_uriQuery',
  'bad-transport': 'error_uriTransport',
  'turns-over-udp': 'error_uriTurnsUdp',
};

const CREDENTIALS_URL_ERRORS: Readonly<Record<keyof typeof CREDENTIALS_URL_ERROR_TEXT, TextKey>> = {
  empty: 'error_credentialsUrlEmpty',
  'not-https': 'error_credentialsUrlHttps',
  'has-credentials': 'error_credentialsUrlUser',
  'bad-host': 'error_credentialsUrlHost',
  'bad-character': 'error_credentialsUrlCharacter',
};

const KEY_OF_TEXT = new Map([
  ...keysByText(URI_ERROR_TEXT, URI_ERRORS),
  ...keysByText(CREDENTIALS_URL_ERROR_TEXT, CREDENTIALS_URL_ERRORS),
]);

function keysByText<E extends string>(
  texts: Record<E, string>,
  keys: Record<E, TextKey>,
): [string, TextKey][] {
  return (Object.keys(texts) as E[]).map((error) => [texts[error], keys[error]]);
}

/** Undefined for a text that is not known. */
export function errorKey(
  message: string,
): { readonly key: TextKey; readonly values: readonly string[] } | undefined {
  const key = KEY_OF_TEXT.get(message);
  if (key !== undefined) return { key, values: [] };
  for (const [pattern, key] of ERROR_TEXTS) {
    const match = new RegExp(`^${pattern}$`).exec(message);
    if (match !== null) return { key, values: match.slice(1) };
  }
  return undefined;
}
