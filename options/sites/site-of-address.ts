/**
 * The site of an address that somebody typed or pasted: the page's whole host, or, where it has an asterisk, the part of it
 * that this names. The settings check what comes out.
 */
export function siteOfAddress(address: string): string {
  const text = address.trim();
  if (text.includes('*') || text === '') return text;
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(url)) return text;
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}
