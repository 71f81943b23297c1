/** The calendar as the device's owner sees it. */
export function localTime(at: number): { day: string; localMinute: number } {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    localMinute: date.getHours() * 60 + date.getMinutes(),
  };
}
