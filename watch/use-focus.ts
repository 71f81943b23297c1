import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The control that takes the place of one that had the focus and is gone has it now, or the keyboard would begin at the top. */
export function useFocus<T extends HTMLElement>(isWanted = true): RefObject<T | null> {
  const control = useRef<T | null>(null);
  useEffect(() => {
    if (isWanted && document.activeElement === document.body) control.current?.focus();
  }, [isWanted]);
  return control;
}
