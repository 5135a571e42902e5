type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** How a language says a number of things: its forms are those of `Intl.PluralRules`, with `#` for the number. */
export function pluralsOf(locale: string): (forms: Forms) => (count: number) => string {
  // What Intl makes takes longer than the script does, and most visitors never see a number.
  let rules: Intl.PluralRules;
  return (forms) => (count) => {
    rules ??= new Intl.PluralRules(locale);
    return (forms[rules.select(count)] ?? forms.other).replace('#', count.toLocaleString(locale));
  };
}

/** A time in whole minutes or else in seconds, as a language writes it in short. */
export function lengthsOf(locale: string): (seconds: number) => string {
  return (seconds) => {
    const [count, unit] = seconds % 60 ? [seconds, 'second'] : [seconds / 60, 'minute'];
    return count.toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'short' });
  };
}
