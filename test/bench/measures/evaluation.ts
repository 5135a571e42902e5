import { type Measure, OVER_PLAIN, PEERS } from '../measure.js';
import { MEASURED, RUN } from '../site.js';

const TAG = 'script tag';

/** What a script costs the page before anything is shown. */
export const evaluation: Measure = {
  name: 'evaluation',
  trials: [
    {
      figures: [RUN],
      peers: PEERS,
      rounds: 11,
      run: async (stage) => {
        await stage.goto();
        await stage.page.addScriptTag({ url: `/${MEASURED}${stage.script}` });
        return [
          await stage.call((name) => performance.getEntriesByName(name)[0]?.duration ?? Number.NaN, RUN),
        ];
      },
    },
    {
      figures: [TAG],
      peers: PEERS,
      rounds: 11,
      run: async (stage) => {
        await stage.goto();
        return [
          await stage.call(async (src) => {
            await fetch(src, { cache: 'force-cache' }).then((answer) => answer.text());
            const script = document.createElement('script');
            script.src = src;
            performance.mark('begin');
            await new Promise((resolve) => {
              script.onload = resolve;
              document.head.append(script);
            });
            return performance.measure('script', 'begin').duration;
          }, stage.script),
        ];
      },
    },
  ],
  rows: [
    { what: 'run the script', figure: RUN, unit: 'ms', over: OVER_PLAIN, most: 3.5, rival: '13×' },
    {
      what: 'run the script, to Lit alone',
      figure: RUN,
      unit: 'ms',
      over: { peer: 'lit-rows' },
      most: 1.3,
    },
    {
      what: 'script tag to its load event',
      figure: TAG,
      unit: 'ms',
      over: OVER_PLAIN,
      most: 3.5,
      rival: '13×',
    },
    { what: 'script tag, to Lit alone', figure: TAG, unit: 'ms', over: { peer: 'lit-rows' }, most: 1.3 },
  ],
};
