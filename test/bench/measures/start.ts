import { LISTS, type Measure } from '../measure.js';
import type { Stage } from '../stage.js';

const SLOWED = 4;

const SCRIPT = 'longest task of the script';
const SHOWN = 'longest task of 50 messages';
const EMBED = 'layout shift of the embed';
const LATE = 'layout shift of a late script';

/** How far the host page's own content moves while our element comes and is filled. */
async function shiftOf(stage: Stage, path: 'host' | 'late'): Promise<number> {
  await stage.goto(path);
  await stage.add('harness.js');
  await stage.call(() => window.bench.watchShifts(), undefined);
  await stage.add(...(path === 'late' ? (['chat-room.js'] as const) : []), 'fill.js');
  await stage.mount(50);
  return stage.call(() => window.bench.shifts(), undefined);
}

/** What the page around a list notices of it. */
export const start: Measure = {
  name: 'start',
  trials: [
    {
      figures: [SCRIPT, SHOWN],
      peers: LISTS,
      run: async (stage) => {
        await stage.goto();
        await stage.add('harness.js');
        await stage.call(() => window.bench.watchTasks(), undefined);
        await stage.cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
        await stage.addPeer();
        const ofScript = await stage.call(() => window.bench.longestTask(), undefined);
        await stage.mount(50);
        return [ofScript, await stage.call(() => window.bench.longestTask(), undefined)];
      },
    },
    {
      figures: [EMBED, LATE],
      peers: ['chat-room'],
      run: async (stage) => [await shiftOf(stage, 'host'), await shiftOf(stage, 'late')],
    },
  ],
  rows: [
    { what: `${SCRIPT}, ${SLOWED}× slower`, figure: SCRIPT, unit: 'ms', most: 50 },
    { what: `${SHOWN}, ${SLOWED}× slower`, figure: SHOWN, unit: 'ms', most: 50 },
    { what: EMBED, figure: EMBED, unit: '', most: 0 },
    { what: LATE, figure: LATE, unit: '' },
  ],
};
