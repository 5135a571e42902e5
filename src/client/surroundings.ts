/** What befalls a page, and matters to its lines. */
export type Sign =
  /** The network came, or the page came back from where its lines are cut: the browser's cache, the machine's sleep. */
  | 'back'
  | 'offline'
  /** The page goes, perhaps to come back. */
  | 'leave'
  | 'visible'
  | 'hidden';

const TICK_MS = 5_000;

/** A timer this late means that the machine slept. Browsers delay those of a hidden page by a minute. */
const SLEPT_MS = 90_000;

/** Calls `listener` until the returned function is called. Outside a browser only the machine's sleep is noticed. */
export function watchSurroundings(listener: (sign: Sign) => void): () => void {
  const end = new AbortController();
  const { document } = globalThis;
  const listen = (target: EventTarget | undefined, event: string, sign: (event: Event) => Sign | '') => {
    const heard = (detail: Event): void => {
      const found = sign(detail);
      if (found) listener(found);
    };
    target?.addEventListener?.(event, heard, { signal: end.signal });
  };
  const page = globalThis as unknown as EventTarget;
  listen(page, 'online', () => 'back');
  listen(page, 'offline', () => 'offline');
  listen(page, 'pagehide', () => 'leave');
  listen(page, 'pageshow', (event) => ((event as PageTransitionEvent).persisted ? 'back' : ''));
  listen(document, 'resume', () => 'back');
  listen(document, 'visibilitychange', () => document.visibilityState);

  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const slept = now - last > SLEPT_MS;
    last = now;
    if (slept) listener('back');
  }, TICK_MS);
  end.signal.addEventListener('abort', () => clearInterval(timer));
  return () => end.abort();
}
