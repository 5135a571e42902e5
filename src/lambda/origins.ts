import { SettingError } from './setting.js';

/** A host as a browser writes it; a URL takes more, a star for one. */
const ORIGIN = /^https?:\/\/([\w.-]+|\[[\da-f:]+\])(:\d+)?$/;

/** The origins whose pages may use this backend, each exactly as a browser says it; all, without a list. */
export class Origins {
  readonly list: readonly string[] | undefined;

  constructor(list?: readonly string[]) {
    this.list = list;
  }

  /** Whether a page of this origin may ask. A request that names none is no page's, and proves itself otherwise or not at all. */
  admits(origin: string | undefined): boolean {
    return origin === undefined || this.admitsSocket(origin);
  }

  /** Whether it may open a socket: a browser always names its origin there. */
  admitsSocket(origin: string | undefined): boolean {
    return this.list === undefined || (origin !== undefined && this.list.includes(origin));
  }

  /** Who may read an answer to a request from this origin, as CORS says it. */
  readers(origin: string | undefined): string | undefined {
    if (this.list === undefined) return '*';
    return this.admitsSocket(origin) ? origin : undefined;
  }

  /** The same for an answer that is written before anybody asks: one origin, or, since it cannot tell several apart, all. */
  get fixedReaders(): string {
    const [only = '*', ...more] = this.list ?? [];
    return more.length === 0 ? only : '*';
  }
}

/** Reads a list of origins, apart by white space or commas, or `*` for all. Throws a `SettingError`. */
export function readOrigins(setting: string, text: string): Origins {
  const list = text.split(/[\s,]+/).filter(Boolean);
  if (list.length === 0) throw new SettingError(setting, 'lists no origin');
  if (list.join() === '*') return new Origins();
  for (const [index, entry] of list.entries()) {
    const origin = URL.canParse(entry) ? new URL(entry).origin : 'null';
    if (entry === origin && ORIGIN.test(origin)) continue;
    throw new SettingError(
      setting,
      `must list origins as browsers say them, like https://example.com, or be "*"; number ${index + 1} is none` +
        (ORIGIN.test(origin) ? `, but ${origin} is` : ''),
    );
  }
  return new Origins(list);
}
