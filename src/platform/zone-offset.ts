/** The time zone of this device, for the core's calendar. */
export function zoneOffset(at: number): number {
  return new Date(at).getTimezoneOffset();
}
