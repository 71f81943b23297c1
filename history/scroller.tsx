import type { ComponentChildren, JSX } from 'preact';

/** What is wider than the page scrolls within itself, also by keyboard (WCAG 2.1.1). */
export function Scroller(props: { labelledBy: string; children: ComponentChildren }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus the arrow keys would not scroll it.
    <section class="scroller" tabIndex={0} aria-labelledby={props.labelledBy}>
      {props.children}
    </section>
  );
}
