import { painted } from './frames.js';

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
}

/** Entries of the browser's own timeline, from now on and, where it keeps them, from before. */
export class Observed {
  readonly #observer: PerformanceObserver;
  readonly #entries: PerformanceEntry[] = [];

  constructor(type: 'longtask' | 'layout-shift') {
    this.#observer = new PerformanceObserver((list) => this.#entries.push(...list.getEntries()));
    this.#observer.observe({ type, buffered: true });
  }

  /** What came since the last time. */
  async take(): Promise<readonly PerformanceEntry[]> {
    // An entry is made when its task, or its frame, has ended.
    for (let frames = 0; frames < 3; frames++) await painted();
    this.#entries.push(...this.#observer.takeRecords());
    return this.#entries.splice(0);
  }
}

/** The longest task, in milliseconds; 0 while none took more than 50. */
export function longest(tasks: readonly PerformanceEntry[]): number {
  return Math.max(0, ...tasks.map(({ duration }) => duration));
}

export function shiftOf(shifts: readonly PerformanceEntry[]): number {
  return (shifts as readonly LayoutShift[]).reduce((sum, { value }) => sum + value, 0);
}
