/** Pages that nobody sees get no frames. */
export const LATE_MS = 250;

/** Resolves right before the browser paints next, or soon where it does not paint. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const run = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      resolve();
    };
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, LATE_MS);
  });
}
