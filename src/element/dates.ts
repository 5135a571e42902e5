import type { Language } from './language.js';

const formats = new Map<
  string,
  { time: Intl.DateTimeFormat; day: Intl.DateTimeFormat; date: Intl.DateTimeFormat }
>();

/** The time of day, as short as the language writes it. */
export function timeOf(at: number, { locale }: Language): string {
  return formatsOf(locale).time.format(at);
}

/** Today, yesterday, a day of this year, or a whole date. */
export function dayOf(at: number, { locale, words }: Language): string {
  const day = new Date(at).toDateString();
  const now = new Date();
  if (day === now.toDateString()) return words.today;
  if (day === new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).toDateString())
    return words.yesterday;
  const { day: short, date } = formatsOf(locale);
  return (new Date(at).getFullYear() === now.getFullYear() ? short : date).format(at);
}

/** Making a formatter costs more than a hundred uses of it. */
function formatsOf(locale: string) {
  let made = formats.get(locale);
  if (!made) {
    made = {
      time: new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }),
      day: new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric' }),
      date: new Intl.DateTimeFormat(locale, { dateStyle: 'long' }),
    };
    formats.set(locale, made);
  }
  return made;
}
