/** Runs with another `localStorage` in the page's place. */
export async function withStorage<T>(storage: PropertyDescriptor, run: () => Promise<T>): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'localStorage') as PropertyDescriptor;
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, ...storage });
  try {
    return await run();
  } finally {
    Object.defineProperty(globalThis, 'localStorage', own);
  }
}

/** As where the user or the browser forbids it. */
export const BLOCKED: PropertyDescriptor = {
  get() {
    throw new DOMException('denied', 'SecurityError');
  },
};

/** As where other pages of the site have taken all there is. */
export const FULL: PropertyDescriptor = {
  value: {
    getItem: () => null,
    removeItem: () => {},
    setItem() {
      throw new DOMException('full', 'QuotaExceededError');
    },
  },
};
