/** Resolves before the next frame is painted, with its time. */
export function frame(): Promise<number> {
  return new Promise(requestAnimationFrame);
}

/** Resolves in a task of its own. */
export function task(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Resolves after the next frame was painted, with its time. What is measured then was on screen, and costs no layout. */
export async function painted(): Promise<number> {
  const time = await frame();
  await task();
  return time;
}
