/** The words for trouble with credentials. */
import { blameOf } from '../../core/advice/blame.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import type { CredentialsProblem, CredentialsTrouble } from '../../core/servers/credentials-trouble.ts';
import { type TextKey, t } from './text.ts';

const TROUBLE: Record<CredentialsProblem, TextKey> = {
  'no-permission': 'trouble_no_permission',
  'not-allowed': 'trouble_not_allowed',
  'not-found': 'trouble_not_found',
  'server-error': 'trouble_server_error',
  redirected: 'trouble_redirected',
  'not-json': 'trouble_not_json',
  'too-long': 'trouble_too_long',
  'nothing-usable': 'trouble_nothing_usable',
  'malformed-uris': 'trouble_malformed_uris',
  'sign-in': 'trouble_sign_in',
  unreachable: 'trouble_unreachable',
};

export function troubleText({ problem, httpStatus, uris }: CredentialsTrouble): string {
  return t(TROUBLE[problem], uris?.join(', ') ?? httpStatus ?? '');
}

/** That the network is not to blame, where something else alone is; undefined otherwise. */
export function blameText(report: RunReport): string | undefined {
  const blame = blameOf(report);
  return blame && t(`blame_${blame}`);
}
