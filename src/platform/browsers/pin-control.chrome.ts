/** With what a person puts an extension's button on the toolbar, in the menu behind the puzzle piece. */
type PinControl = 'pin' | 'gear';

/** Chrome hides every new extension in that menu. */
export const PIN_CONTROL: PinControl = 'pin';
