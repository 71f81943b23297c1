/**
 * The colour of a result for a person whose calls need less than video and screen sharing: where all that is wrong is
 * bandwidth that such calls do not need, there is nothing to tell. The codes stay as they are.
 */
import type { Forecast } from '../forecast/forecast-types.ts';
import { type Look, lookOfColor } from '../sct/look.ts';
import { colorOf, type SummaryCode } from '../sct/sct-codes.ts';
import type { CallProfile } from '../settings/settings.ts';

/** MOS: below it some are dissatisfied with a voice (G.107 annex B). */
const GOOD_VOICE_MOS = 3.6;
/** Video of 360 lines. */
const GOOD_VIDEO_LEVEL = 3;

export function lookFor(
  code: SummaryCode,
  profile: CallProfile,
  forecast: Pick<Forecast, 'level' | 'voiceMos'>,
): Look {
  const look = lookOfColor(colorOf(code));
  return look === 'amber-good' && suffices(profile, forecast) ? 'green' : look;
}

function suffices(
  profile: CallProfile,
  { level = 0, voiceMos = 0 }: Pick<Forecast, 'level' | 'voiceMos'>,
): boolean {
  if (profile === 'voice') return voiceMos >= GOOD_VOICE_MOS;
  return profile === 'video' && level >= GOOD_VIDEO_LEVEL;
}
