/**
 * Names of the events in which a page of an allowed site and the extension's script meet. Any script of the page may send and
 * hear them: what goes through here is no secret of the page. Apart, so that the script in the page is small.
 */
export const TO_EXTENSION = 'precall-to-extension';
export const TO_PAGE = 'precall-to-page';
