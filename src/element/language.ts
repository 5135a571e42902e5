import { STRINGS, type Strings } from './strings.js';

/** What a box speaks: a locale for dates and the texts that go with it. */
export interface Language {
  readonly locale: string;
  readonly spoken: keyof typeof STRINGS;
  readonly words: Strings;
}

/** The element's own `lang`, else the nearest one around it, else the visitor's. English where we have no texts for it. */
export function languageOf(element: Element): Language {
  const wanted = nearest(element) ?? navigator.language;
  const locale = canonical(wanted);
  const primary = locale.split('-')[0] ?? '';
  const spoken = isSpoken(primary) ? primary : 'en';
  return { locale: spoken === primary ? locale : spoken, spoken, words: STRINGS[spoken] };
}

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

function isSpoken(primary: string): primary is keyof typeof STRINGS {
  return Object.hasOwn(STRINGS, primary);
}
