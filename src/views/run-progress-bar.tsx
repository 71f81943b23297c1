import type { JSX } from 'preact';
import type { RunProgress } from '../core/report/run-report.ts';
import { t } from './words/text.ts';

/** What a run is doing, how far it is, and a way out. */
export function RunProgressBar(props: { progress: RunProgress | null; onCancel: () => void }): JSX.Element {
  const { progress } = props;
  const percent = Math.round((progress?.fraction ?? 0) * 100);
  const text = progress === null ? t('progressStarting') : progressText(progress);
  return (
    <>
      <div class="progress">
        <p class="muted" role="status" title={text}>
          {text}
        </p>
        <progress value={percent} max={100} aria-label={t('testing')} />
      </div>
      <button type="button" onClick={props.onCancel}>
        {t('cancelTest')}
      </button>
    </>
  );
}

function progressText({ phase, provider }: RunProgress): string {
  const doing = t(`progress_${phase}`);
  return provider === undefined ? doing : t('progressServer', doing, provider);
}
