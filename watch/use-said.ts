import { useEffect, useRef, useState } from 'preact/hooks';

/** ms between two announcements: a screen reader is to be told of what happens, not to chatter. */
const APART_MS = 10_000;

/** What a screen reader is told: the newest text, no sooner than some seconds after the one before. */
export function useSaid(text: string): string {
  const [said, setSaid] = useState(text);
  const saidAt = useRef(0);
  useEffect(() => {
    if (text === said) return undefined;
    const wait = Math.max(0, saidAt.current + APART_MS - Date.now());
    const timer = setTimeout(() => {
      saidAt.current = Date.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, said]);
  return said;
}
