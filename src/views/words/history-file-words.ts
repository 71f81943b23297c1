/** Why a file is taken for no exported history. */
import type { BadHistoryFile } from '../history-file.ts';
import { t } from './text.ts';

export function historyFileFault(bad: BadHistoryFile): string {
  if ('error' in bad) return t('historyFileTooLong');
  return t(bad.isNewer ? 'historyFileNewer' : 'historyFileBad', bad.line);
}
