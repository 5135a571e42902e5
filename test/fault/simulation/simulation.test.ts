import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { faultCase } from '../case.js';
import type { Fault } from './faults.js';
import { story, summary } from './report.js';
import { seedsFrom } from './seeds.js';
import { skewOf } from './simulation.js';
import { Workers } from './workers.js';

it('a seed gives the same run again', async () => {
  const workers = new Workers();
  const [one, other] = await workers.simulate([1, 1]).finally(() => workers.close());
  assert.ok(one?.print);
  assert.equal(one.print, other?.print);
});

const seeds = seedsFrom('SEEDS', '1-300');

// Other processes than above: a room is simulated once in each.
const workers = new Workers();
after(() => workers.close());

for (const skew of new Set(seeds.map(skewOf))) {
  faultCase(
    67,
    `Lambdas, database, gateway, network and devices fail at random under 3 writers and 3 readers, clocks up to ${skew / 1000} s off`,
    'every acknowledged message is stored once; every reader ends with the log, in its order, and nothing of another room',
    async () => {
      const outcomes = await workers.simulate(seeds.filter((seed) => skewOf(seed) === skew));
      console.log(summary(`clocks up to ${skew / 1000} s off`, outcomes));
      const broken = outcomes.filter(({ problems }) => problems.length > 0);
      const stories = broken.map((outcome) => story(outcome, `SEED=${outcome.seed} npm run fault:seed`));
      assert.equal(broken.length, 0, stories.slice(0, 3).join('\n\n'));
      // Whoever picks seeds may pick one.
      if (process.env['SEEDS']) return;
      for (const fault of Object.keys(outcomes[0]?.faults ?? {}) as Fault[]) {
        assert.ok(
          outcomes.some(({ faults }) => faults[fault] > 0),
          `no seed met this: ${fault}`,
        );
      }
    },
  );
}
