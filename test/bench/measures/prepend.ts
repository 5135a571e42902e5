import { LISTS, type Measure, type Trial } from '../measure.js';

const ANCHORED = '';
const UNANCHORED = ', overflow-anchor: none';

const figures = (style: string) => [`prepend${style}`, `shift${style}`] as const;

function trial(style: string): Trial {
  return {
    figures: figures(style),
    peers: LISTS,
    run: async (stage) => {
      await stage.load();
      if (style === UNANCHORED) await stage.page.addStyleTag({ content: '* { overflow-anchor: none }' });
      await stage.mount(1_000);
      await stage.call(() => window.bench.toMiddle(), undefined);
      const { time, shift } = await stage.call((count) => window.bench.prepend(count), 50);
      return [time, shift];
    },
  };
}

/** A page of older messages comes while somebody reads in the middle. */
export const prepend: Measure = {
  name: 'prepend',
  trials: [trial(ANCHORED), trial(UNANCHORED)],
  rows: [ANCHORED, UNANCHORED].flatMap((style) => {
    const [time, shift] = figures(style);
    return [
      { what: `prepend 50 at 1,000${style}`, figure: time, unit: 'ms', most: 34, rival: '20' },
      { what: `shift of what is read${style}`, figure: shift, unit: 'px', most: 0, rival: '0' },
    ] as const;
  }),
};
