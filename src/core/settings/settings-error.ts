/**
 * What is wrong with a field of the settings: a code and what stands in its text. The words are `error_<code>` of `_locales`,
 * English as any other language. No error repeats what was typed, which may be a secret.
 */
import * as v from 'valibot';
import type { CredentialsUrlError } from '../servers/credentials-url.ts';
import type { TurnUriError } from '../servers/ice-server.ts';

const CODES = [
  'number',
  'length',
  'oneLine',
  'hidden',
  'name',
  'sameName',
  'sameServer',
  'sameCredentialsUrl',
  'username',
  'credential',
  'mostUrls',
  'mostServers',
  'twice',
  'noSetting',
  'missing',
  'text',
  'list',
  'boolean',
  'oneOf',
  'notificationCode',
  'expected',
  'uriEmpty',
  'uriStun',
  'uriScheme',
  'uriSlashes',
  'uriCredentials',
  'uriHost',
  'uriPort',
  'uriQuery',
  'uriTransport',
  'uriTurnsUdp',
  'credentialsUrlEmpty',
  'credentialsUrlHttps',
  'credentialsUrlUser',
  'credentialsUrlHost',
  'credentialsUrlCharacter',
  'site',
  'mostSites',
  'sameSite',
  'endpointQuery',
  'headerName',
  'headerValue',
  'mostHeaders',
] as const;

export type SettingsErrorCode = (typeof CODES)[number];

export interface FieldError {
  /** Dotted path of the field, for example `servers.0.urls.1`. */
  readonly field: string;
  readonly code: SettingsErrorCode;
  /** In the order of the text's placeholders. */
  readonly params: readonly string[];
}

export const URI_ERROR_CODE: Record<TurnUriError, SettingsErrorCode> = {
  empty: 'uriEmpty',
  'stun-only': 'uriStun',
  'not-a-turn-uri': 'uriScheme',
  'has-slashes': 'uriSlashes',
  'has-credentials': 'uriCredentials',
  'bad-host': 'uriHost',
  'bad-port': 'uriPort',
  'bad-query': 'uriQuery',
  'bad-transport': 'uriTransport',
  'turns-over-udp': 'uriTurnsUdp',
};

export const CREDENTIALS_URL_ERROR_CODE: Record<CredentialsUrlError, SettingsErrorCode> = {
  empty: 'credentialsUrlEmpty',
  'not-https': 'credentialsUrlHttps',
  'has-credentials': 'credentialsUrlUser',
  'bad-host': 'credentialsUrlHost',
  'bad-character': 'credentialsUrlCharacter',
};

/** An error as the message of a schema, which valibot wants to be a text. */
export function message(code: SettingsErrorCode, ...params: readonly (string | number)[]): string {
  return [code, ...params].join('\n');
}

/** One error for each field, the first. */
export function fieldErrors(issues: readonly v.BaseIssue<unknown>[]): FieldError[] {
  const byField = new Map<string, FieldError>();
  for (const issue of issues) {
    const field = v.getDotPath(issue) ?? '';
    if (!byField.has(field)) byField.set(field, { field, ...codeOf(issue) });
  }
  return [...byField.values()];
}

/** valibot's own messages quote the input. */
function codeOf(issue: v.BaseIssue<unknown>): Omit<FieldError, 'field'> {
  const [code, ...params] = issue.message.split('\n');
  if (isCode(code)) return { code, params };
  if (issue.message.startsWith('Invalid key: Expected "')) return { code: 'missing', params: [] };
  return { code: 'expected', params: [issue.expected ?? 'another value'] };
}

function isCode(text: string | undefined): text is SettingsErrorCode {
  return (CODES as readonly (string | undefined)[]).includes(text);
}
