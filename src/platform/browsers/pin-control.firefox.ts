/** Same signature as `pin-control.chrome.ts`. */
type PinControl = 'pin' | 'gear';

/** The manifest's `default_area` puts the button on Firefox's toolbar; a person may have put it into the menu since. */
export const PIN_CONTROL: PinControl = 'gear';
