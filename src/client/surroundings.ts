/** What befalls a page, and matters to its lines. */
export type Sign =
  /** The network came, or the page came back from where its lines are cut: the browser's cache, the machine's sleep. */
  | 'back'
  | 'offline'
  /** The page goes, perhaps to come back. */
  | 'leave'
  | 'visible'
  | 'hidden';

/** What an event says, where it always says the same. */
const SIGNS: Readonly<Record<string, Sign>> = {
  online: 'back',
  offline: 'offline',
  pagehide: 'leave',
  pageshow: 'back',
  resume: 'back',
};

const TICK_MS = 5_000;

/** A timer this late means that the machine slept. Browsers delay those of a hidden page by a minute. */
const SLEPT_MS = 90_000;

/** Calls `listener` until the returned function is called. Outside a browser only the machine's sleep is noticed. */
export function watchSurroundings(listener: (sign: Sign) => void): () => void {
  const end = new AbortController();
  const { document } = globalThis;
  const heard = ({ type, persisted }: Event & { readonly persisted?: boolean }): void => {
    // A page that is shown for the first time comes back from nowhere.
    if (type !== 'pageshow' || persisted) listener(SIGNS[type] ?? document.visibilityState);
  };
  const listen = (target: EventTarget | undefined, ...events: readonly string[]): void => {
    for (const event of events) target?.addEventListener?.(event, heard, { signal: end.signal });
  };
  listen(globalThis as unknown as EventTarget, 'online', 'offline', 'pagehide', 'pageshow');
  listen(document, 'resume', 'visibilitychange');

  let last = Date.now();
  const timer = setInterval(() => {
    const before = last;
    last = Date.now();
    if (last - before > SLEPT_MS) listener('back');
  }, TICK_MS);
  return () => {
    end.abort();
    clearInterval(timer);
  };
}
