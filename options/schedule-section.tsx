import type { JSX } from 'preact';
import { DAY_MS } from '../src/core/base/durations.ts';
import { localTime } from '../src/core/base/local-time.ts';
import { type DataUse, INITIAL_DATA_USE } from '../src/core/schedule/data-budget.ts';
import { dataPlan } from '../src/core/schedule/data-plan.ts';
import { DATA_BUDGET_MB, INTERVAL_S, THROUGHPUT_CAP_KBPS } from '../src/core/settings/settings.ts';
import { monitorItem } from '../src/platform/storage.ts';
import { zoneOffset } from '../src/platform/zone-offset.ts';
import { useStored } from '../src/views/stored.ts';
import { formatBytes, formatDuration, formatNumber } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';
import { NumberField, SwitchField } from './fields.tsx';
import { useForm } from './form.ts';

const STORED = { monitor: monitorItem };
/** s; a usual run, to say how many fit into a day. */
const RUN_S = 15;

export function ScheduleSection(): JSX.Element {
  const { effective } = useForm();
  const stored = useStored(STORED);
  const use = stored && 'monitor' in stored ? stored.monitor.dataUse : INITIAL_DATA_USE;
  const { intervalS } = effective.schedule;
  const { budgetMbPerDay } = effective.data;
  const today = localTime(Date.now(), zoneOffset).day;
  return (
    <>
      <SwitchField path="schedule.enabled" label={t('scheduleEnabled')} help={t('scheduleEnabledHelp')} />
      <NumberField
        path="schedule.intervalS"
        label={t('intervalLabel')}
        unit={t('intervalUnit')}
        help={`${t('intervalHelp')} ${t('intervalMeans', formatNumber(Math.round(DAY_MS / 1000 / (intervalS + RUN_S))))}`}
        {...INTERVAL_S}
      />
      <SwitchField path="schedule.pauseWhenIdle" label={t('pauseWhenIdle')} help={t('pauseWhenIdleHelp')} />
      <SwitchField
        path="schedule.lightDuringSound"
        label={t('lightDuringSound')}
        help={t('lightDuringSoundHelp', formatBytes(use.cost.light))}
      />
      <NumberField
        path="data.budgetMbPerDay"
        label={t('budgetLabel')}
        unit={t('budgetUnit')}
        help={
          <>
            {t('budgetHelp', formatBytes(use.cost.light), formatBytes(use.cost.full))}{' '}
            {t('budgetMonth', formatBytes(budgetMbPerDay * 30e6))} <BudgetMeans use={use} />{' '}
            {use.day === today && <strong>{t('budgetToday', formatBytes(use.bytesToday))}</strong>}
          </>
        }
        {...DATA_BUDGET_MB}
      />
      <NumberField
        path="data.throughputCapKbps"
        label={t('capLabel')}
        unit={t('capUnit')}
        help={t('capHelp')}
        {...THROUGHPUT_CAP_KBPS}
      />
      <SwitchField
        path="data.respectSaveData"
        label={t('respectSaveData')}
        help={t('respectSaveDataHelp', formatBytes(use.cost.full))}
      />
    </>
  );
}

/** What the chosen numbers come to, by what tests have cost on this device. */
function BudgetMeans({ use }: { use: DataUse }): JSX.Element {
  const { schedule, data, servers } = useForm().effective;
  const intervalMs = schedule.intervalS * 1000;
  const plan = dataPlan({
    servers: servers.length,
    intervalMs,
    budgetBytes: data.budgetMbPerDay * 1e6,
    cost: use.cost,
  });
  const { bandwidthEveryMs, qualityEveryMs, runEveryMs } = plan;
  const bandwidth = formatDuration(bandwidthEveryMs);
  return (
    <strong class="budget-means">
      {!Number.isFinite(bandwidthEveryMs)
        ? t('budgetNoBandwidth')
        : servers.length > 1
          ? t('budgetBandwidth', formatNumber(servers.length), bandwidth)
          : t('budgetBandwidthOne', bandwidth)}
      {runEveryMs > intervalMs && ` ${t('budgetEvery', formatDuration(runEveryMs))}`}
      {qualityEveryMs > runEveryMs && ` ${t('budgetQuality', formatDuration(qualityEveryMs))}`}
    </strong>
  );
}
