import { setInterval } from 'node:timers/promises';
import { LISTS, type Measure } from '../measure.js';
import type { Stage } from '../stage.js';
import { quantile } from '../statistics.js';

/** A list's height with each frame: faster than anybody reads, as a wheel that is thrown, or a scroll bar that is dragged. */
const TICK_PX = 600;
const TICK_MS = 16;

/** A page that is that far behind the wheel does not finish. */
const LATEST_MS = 120_000;

const FRAME_MS = 1_000 / 60;

const P95 = 'frame while scrolling, p95';
const DROPPED = 'frames dropped while scrolling';
const BLANK = 'frames with a blank';
const LEFT = 'part of the way that is left';
const MISSED = 'start missed by one more tick';

function wheel({ cdp }: Stage, deltaY: number): Promise<unknown> {
  return cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 200, y: 300, deltaX: 0, deltaY });
}

/** A wheel turns on, however busy the page is. */
async function turn(stage: Stage, way: number): Promise<void> {
  let left = way;
  let done: Promise<unknown> = Promise.resolve();
  for await (const _ of setInterval(TICK_MS)) {
    if (left <= 0) break;
    done = Promise.all([done, wheel(stage, -Math.min(left, TICK_PX))]);
    // A page that is given up is closed with ticks under way.
    done.catch(() => {
      left = 0;
    });
    left -= TICK_PX;
  }
  await done;
}

/** From the end to the start by the wheel, by as much as the list says that it is high. */
export const scroll: Measure = {
  name: 'scroll',
  trials: [
    {
      figures: [P95, DROPPED, BLANK, LEFT, MISSED],
      peers: LISTS,
      run: async (stage) => {
        await stage.show(10_000);
        const way = await stage.call(() => window.bench.rest(), undefined);
        await stage.call(() => void window.bench.record(), undefined);
        await stage.within(turn(stage, way), LATEST_MS);
        const left = await stage.call(() => window.bench.rest(), undefined);
        const { frames, blank } = await stage.call(() => window.bench.stop(), undefined);
        await wheel(stage, -TICK_PX);
        const isAtStart = await stage.call(() => window.bench.isAtStart(), undefined);
        const dropped = frames.filter((time) => time > 1.5 * FRAME_MS).length;
        return [
          quantile(frames, 0.95) ?? Number.NaN,
          (100 * dropped) / frames.length,
          blank,
          (100 * left) / way,
          isAtStart ? 0 : 1,
        ];
      },
    },
  ],
  rows: [
    { what: P95, figure: P95, unit: 'ms', most: 17, rival: '17' },
    { what: DROPPED, figure: DROPPED, unit: '%', most: 1 },
    { what: BLANK, figure: BLANK, unit: '', most: 0 },
    { what: LEFT, figure: LEFT, unit: '%', most: 0.1 },
    { what: MISSED, figure: MISSED, unit: '', most: 0 },
  ],
};
