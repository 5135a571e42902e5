import { count, type Measure, type Trial } from '../measure.js';

const TIMES = 2_000;
const LATEST_MS = 120_000;

const figures = (size: number) =>
  [`ingest at ${count(size)}`, `SDK heap a message at ${count(size)}`] as const;

function trial(size: number): Trial {
  return {
    figures: figures(size),
    peers: ['chat-room'],
    run: async (stage) => {
      await stage.goto();
      await stage.add('wire.js');
      await stage.collectGarbage();
      const empty = await stage.metric('JSHeapUsedSize');
      await stage.call((size) => window.wire.load(size), size, LATEST_MS);
      const time = await stage.call((times) => window.wire.ingest(times), TIMES);
      const texts = await stage.call(() => window.wire.alone(), undefined);
      await stage.collectGarbage();
      const used = await stage.metric('JSHeapUsedSize');
      return [1_000 * time, (used - empty - texts) / (size + TIMES)];
    },
  };
}

const [FEW, MANY] = [1_000, 100_000].map((size) => figures(size)) as [
  ReturnType<typeof figures>,
  ReturnType<typeof figures>,
];

/** The SDK alone: frames become messages, each seen in the snapshot before the next one. */
export const ingest: Measure = {
  name: 'ingest',
  trials: [1_000, 100_000].map(trial),
  rows: [
    { what: `${FEW[0]}, µs a message`, figure: FEW[0], unit: '' },
    { what: `${MANY[0]}, µs a message`, figure: MANY[0], unit: '' },
    {
      what: 'ingest, at 100,000 against 1,000',
      figure: MANY[0],
      unit: '',
      over: { figure: FEW[0] },
      most: 1.5,
    },
    { what: `${MANY[1]} beyond its text, bytes`, figure: MANY[1], unit: '', most: 1_000 },
  ],
};
