import assert from 'node:assert/strict';
import type { Measure, Trial } from '../measure.js';
import { localStack } from '../stack.js';

const FUNCTIONS = ['connect', 'PUT', 'GET'] as const;
const COUNTS = ['write units', 'read units', 'calls'] as const;

const MEMBERS = 10;
const PAGE = 100;

const figure = (name: string, count: string) => `${name}: ${count}`;

/** Of the deployed functions, with every limit on. */
const trial: Trial = {
  figures: FUNCTIONS.flatMap((name) => COUNTS.map((count) => figure(name, count))),
  peers: ['chat-room'],
  rounds: 1,
  run: async () => {
    // The store takes the database's address when it is first imported.
    process.env['DYNAMODB_ENDPOINT'] = (await localStack()).dynamodb;
    const { Counted } = await import('../counted.js');
    const counted = new Counted();
    for (let member = 0; member < MEMBERS; member++) await counted.connect(`member ${member}`);
    const text = 'x'.repeat(700);
    for (let messages = 0; messages < PAGE; messages++) await counted.put(text);
    const costs = [
      await counted.cost(() => counted.connect('newcomer')),
      await counted.cost(() => counted.put(text)),
      await counted.cost(async () => assert.equal(await counted.page(PAGE), PAGE)),
    ];
    return costs.flatMap(({ write, read, calls }) => [write, read, calls]);
  },
};

/** What the database bills: a message of 1 KB to 10 members, a page of 100 of them, a connection. */
export const backend: Measure = {
  name: 'backend',
  trials: [trial],
  rows: trial.figures.map((figure) => ({ what: figure, figure, unit: '' })),
};
