/** The words for why a URL failed, and what the user can do: `reason_<reason>` and `remedy_<reason>` of `_locales`. */
import type { FailureReason } from '../../core/report/failure-reasons.ts';

/** The compiler asks the locales for the words of every reason. */
export function reasonKey(reason: FailureReason): `reason_${Underscored<FailureReason>}` {
  return `reason_${underscored(reason)}`;
}

export function remedyKey(reason: FailureReason): `remedy_${Underscored<FailureReason>}` {
  return `remedy_${underscored(reason)}`;
}

type Underscored<Name extends string> = Name extends `${infer Head}-${infer Rest}`
  ? `${Head}_${Underscored<Rest>}`
  : Name;

function underscored(reason: FailureReason): Underscored<FailureReason> {
  return reason.replaceAll('-', '_') as Underscored<FailureReason>;
}
