/** What the notification policy decided of a run, as a notice: the one kind that knows SCT codes. */
import type { JudgedRun } from '../core/monitor/judged-run.ts';
import type { PolicyAction } from '../core/notification/policy-action.ts';
import type { Notice, NoticeAction } from '../core/presentation/notice.ts';
import { lookOfSummary } from '../core/presentation/status-line.ts';
import { NOTIFICATION, type NotificationCode, type SummaryCode } from '../core/sct/sct-codes.ts';
import type { Settings } from '../core/settings/settings.ts';
import { explanation } from '../views/words/explanation.ts';
import { isEnglish, t } from '../views/words/text.ts';

/** "With current bandwidth you can have audio-only and thumbnail video": a text of middling length. */
const SAMPLE_CODE = 500 satisfies NotificationCode;

export function qualityNotice(action: PolicyAction, run: JudgedRun, settings: Settings): NoticeAction {
  if (action.kind === 'none') return { kind: 'none' };
  if (action.kind === 'clear') return { kind: 'clear', id: action.notificationID };
  const notice: Notice = {
    id: action.notificationID,
    kind: 'quality',
    // The text, and beneath it what explains it.
    text: [...textsOf(action.code, settings), ...explanation(run, run.at)].join('\n'),
    look: lookOf(action.code),
  };
  if (action.kind === 'update') return { kind: 'update', notice };
  const { replaces } = action;
  return { kind: 'raise', notice, ...(replaces !== undefined && { replaces }) };
}

/** Shows the person that notifications work, and what they look like. */
export function sampleNotice(settings: Settings): NoticeAction {
  const text = textsOf(SAMPLE_CODE, settings).join('\n');
  return { kind: 'raise', notice: { id: 'sample', kind: 'sample', text, look: lookOf(SAMPLE_CODE) } };
}

function lookOf(code: NotificationCode): Notice['look'] {
  return lookOfSummary((code / 10) as SummaryCode);
}

/**
 * The user's own text for this code, which stands alone; else the contract's, and for who reads another language its
 * translation beneath it.
 */
function textsOf(code: NotificationCode, settings: Settings): string[] {
  const own = settings.notifications.texts[String(code)];
  if (own) return [own];
  return isEnglish() ? [NOTIFICATION[code]] : [NOTIFICATION[code], t(`notification_${code}`)];
}
