import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { DAY_MS } from '../core/base/durations.ts';
import type { HistoryPoint } from '../core/history/history-record.ts';
import type { CallProfile } from '../core/settings/settings.ts';
import { StripBar } from './strip-bar.tsx';
import { t } from './words/text.ts';

/** Bars of 24 hours, and ms of each. */
const SLOTS = 96;
const SLOT_MS = DAY_MS / SLOTS;

interface DayStripProps {
  readonly points: readonly HistoryPoint[];
  readonly to: number;
  readonly profile: CallProfile;
}

/** The last 24 hours, with a line beneath it that says what is pointed at. */
export function DayStrip({ points, to, profile }: DayStripProps): JSX.Element {
  const [text, setText] = useState<string>();
  // Slots end on the quarter, so that they do not wander with the clock.
  const end = Math.ceil(to / SLOT_MS) * SLOT_MS;
  return (
    <div>
      <StripBar
        points={points}
        from={end - SLOTS * SLOT_MS}
        to={end}
        slots={SLOTS}
        profile={profile}
        label={t('last24h')}
        help={t('stripHelp')}
        onPick={setText}
      />
      <p class="muted strip-text" aria-hidden="true">
        {text ?? t('stripPick')}
      </p>
    </div>
  );
}
