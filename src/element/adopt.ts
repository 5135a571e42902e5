import type { CSSResult } from 'lit';

/** Adds the styles of an optional part to those that the element has. */
export function adopt({ renderRoot }: { readonly renderRoot: ParentNode }, { styleSheet }: CSSResult): void {
  if (styleSheet) (renderRoot as ShadowRoot).adoptedStyleSheets.push(styleSheet);
}
