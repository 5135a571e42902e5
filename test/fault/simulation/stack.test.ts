import assert from 'node:assert/strict';
import { faultCase } from '../case.js';
import { story, summary } from './report.js';
import { seedsFrom } from './seeds.js';
import type { Outcome } from './simulation.js';
import { runThroughStack } from './stack.js';

const AT_ONCE = 2;

faultCase(
  67,
  'random faults between three writers, four readers and the whole local stack',
  'once, in order, none missing, seed after seed',
  async () => {
    const left = seedsFrom('STACK_SEEDS', '1-10');
    const outcomes: Outcome[] = [];
    const work = async (): Promise<void> => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        outcomes.push(await runThroughStack(seed));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    console.log(summary('through the stack', outcomes));
    const broken = outcomes.filter(({ problems }) => problems.length > 0);
    const stories = broken.map((outcome) => story(outcome, `STACK_SEEDS=${outcome.seed} npm run test:fault`));
    assert.equal(broken.length, 0, stories.join('\n\n'));
    for (const { seed, faults } of outcomes) {
      assert.ok(faults['a push was lost'] + faults['an answer was lost'] > 0, `seed ${seed} met no fault`);
    }
  },
);
