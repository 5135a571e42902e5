import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { en } from './languages/en.js';
import { ko } from './languages/ko.js';
import type { AllStrings, Strings } from './languages/strings.js';
import { Optional } from './optional.js';

/** What a box speaks: a locale for dates, the texts that go with it, and which way they run. */
export interface Language {
  readonly locale: string;
  readonly spoken: Spoken;
  readonly words: Strings;
  readonly dir: 'ltr' | 'rtl';
}

/** Each comes when it is first spoken. */
const LATER = {
  ja: async () => (await import('./languages/ja.js')).strings,
  zh: async () => (await import('./languages/zh.js')).strings,
  es: async () => (await import('./languages/es.js')).strings,
  fr: async () => (await import('./languages/fr.js')).strings,
  de: async () => (await import('./languages/de.js')).strings,
  ar: async () => (await import('./languages/ar.js')).strings,
} as const;

type Later = keyof typeof LATER;
export type Spoken = Later | 'en' | 'ko';

/** A box that cannot have its language in this time is in English until it can. */
const PATIENCE_MS = 2000;

/** Written from right to left. */
const RTL = /^(Arab|Hebr|Thaa|Syrc|Nkoo|Adlm)$/;

type Host = ReactiveControllerHost & Element & { readonly strings: Partial<AllStrings> | undefined };

/** The language of a box: its own `lang`, else that of the page around it, else the visitor's. */
export class LanguageController implements ReactiveController {
  readonly #host: Host;
  readonly #observer: MutationObserver;
  #current: Language = { locale: 'en', spoken: 'en', words: en, dir: 'ltr' };
  #made: readonly unknown[] = [];
  readonly #later = new Map<Later, Optional<AllStrings>>();

  constructor(host: Host) {
    this.#host = host;
    this.#observer = new MutationObserver(() => host.requestUpdate());
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(document.documentElement, { attributeFilter: ['lang'] });
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  /** Has the words come that the first look at the box is to have. */
  async ready(): Promise<void> {
    const { spoken } = this.#wanted();
    if (spoken === 'en' || spoken === 'ko') return;
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([this.#laterOf(spoken).asked(), patience]);
  }

  /** The same object for as long as it says the same. While a language is loaded it is the one before. */
  get current(): Language {
    const { strings } = this.#host;
    const { wanted, primary, spoken } = this.#wanted();
    const words = this.#wordsOf(spoken);
    const made = [wanted, words, strings];
    if (!words || made.every((part, index) => part === this.#made[index])) return this.#current;
    this.#made = made;
    // Whose words the page brings, its dates can be in, too.
    const locale = strings || spoken === primary ? wanted : spoken;
    const dir = RTL.test(new Intl.Locale(locale).maximize().script ?? '') ? 'rtl' : 'ltr';
    this.#current = { locale, spoken, words: { ...words, ...strings }, dir };
    return this.#current;
  }

  #wanted() {
    const wanted = canonical(nearest(this.#host) ?? navigator.language);
    const primary = wanted.split('-')[0] ?? '';
    return { wanted, primary, spoken: isSpoken(primary) ? primary : 'en' } as const;
  }

  #wordsOf(spoken: Spoken): Strings | undefined {
    if (spoken === 'en') return en;
    return spoken === 'ko' ? ko : this.#laterOf(spoken).need();
  }

  #laterOf(spoken: Later): Optional<AllStrings> {
    const later = this.#later.get(spoken) ?? new Optional(LATER[spoken], () => this.#host.requestUpdate());
    this.#later.set(spoken, later);
    return later;
  }
}

/** The element's own `lang`, else the nearest one around it. */
function nearest(element: Element): string | undefined {
  const lang = element.closest('[lang]')?.getAttribute('lang');
  if (lang) return lang;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? nearest(root.host) : undefined;
}

/** `ko_KR`, as some pages write it, is no locale to `Intl`, which would throw. */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function isSpoken(primary: string): primary is Spoken {
  return primary === 'en' || primary === 'ko' || Object.hasOwn(LATER, primary);
}
