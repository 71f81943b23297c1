/** The words for why a URL failed, and what the user can do. */
import type { FailureReason } from '../core/report/run-report.ts';
import type { TextKey } from './text.ts';

export const REASON_TEXT: Record<FailureReason, { readonly reason: TextKey; readonly remedy: TextKey }> = {
  'wrong-credentials': { reason: 'reason_wrong_credentials', remedy: 'remedy_wrong_credentials' },
  'expired-credentials': { reason: 'reason_expired_credentials', remedy: 'remedy_expired_credentials' },
  'no-credentials': { reason: 'reason_no_credentials', remedy: 'remedy_no_credentials' },
  'credentials-unreachable': {
    reason: 'reason_credentials_unreachable',
    remedy: 'remedy_credentials_unreachable',
  },
  'host-not-found': { reason: 'reason_host_not_found', remedy: 'remedy_host_not_found' },
  unreachable: { reason: 'reason_unreachable', remedy: 'remedy_unreachable' },
  refused: { reason: 'reason_refused', remedy: 'remedy_refused' },
  'relay-forbidden': { reason: 'reason_relay_forbidden', remedy: 'remedy_relay_forbidden' },
  'no-capacity': { reason: 'reason_no_capacity', remedy: 'remedy_no_capacity' },
  'no-network': { reason: 'reason_no_network', remedy: 'remedy_no_network' },
  'timed-out': { reason: 'reason_timed_out', remedy: 'remedy_timed_out' },
  unsupported: { reason: 'reason_unsupported', remedy: 'remedy_unsupported' },
};
