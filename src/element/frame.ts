/** A hidden page gets no frames. */
const HIDDEN_MS = 250;

/** Resolves right before the browser paints next, and soon on a page that nobody sees. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve, HIDDEN_MS);
    else requestAnimationFrame(() => resolve());
  });
}
