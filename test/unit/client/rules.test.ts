import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { Rules } from '../../../src/client/rules.js';
import type { Item } from '../../../src/contract/index.js';

const NOW = 1_800_000_000_000;

const item = (timestamp: number, fields: Partial<Item> = {}): Item => ({
  room_id: 'r',
  timestamp,
  user_id: 'ada',
  name: 'Ada',
  message: '',
  ...fields,
});

describe('a room’s rules', () => {
  it('are unknown until something was read of them', () => {
    const rules = new Rules('mina');
    expect(rules.take([item(1), item(2, { kind: 'ban', subject: 'eve' })])).to.equal(true);
    expect(rules.settings).to.equal(undefined);
    expect(rules.hear({ frozen: false, slow: 0 }, 0)).to.equal(true);
    expect(rules.settings).to.deep.equal({ frozen: false, slow: 0 });
    expect(Object.isFrozen(rules.settings)).to.equal(true);
  });

  it('are what the newest item says, in whatever order items come', () => {
    const said = [
      item(1, { kind: 'freeze' }),
      item(2, { kind: 'slow', seconds: 10 }),
      item(3, { kind: 'unfreeze' }),
      item(4, { kind: 'slow', seconds: 30 }),
      item(5, { kind: 'ban', subject: 'eve' }),
      item(6, { kind: 'ban', subject: 'a,b' }),
      item(7, { kind: 'unban', subject: 'eve' }),
      item(8, { kind: 'ban', subject: 'mal' }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(said, { minLength: said.length }), (order) => {
        const rules = new Rules('mina');
        for (const one of order) rules.take([one]);
        expect(rules.settings).to.deep.equal({ frozen: false, slow: 30 });
        expect([...rules.banned].sort()).to.deep.equal(['a,b', 'mal']);
      }),
    );
  });

  it('are what the server says they were when its log ended there', () => {
    const rules = new Rules('mina');
    rules.take([item(5, { kind: 'freeze' })]);
    rules.hear({ frozen: false, slow: 60 }, 10);
    rules.take([item(7, { kind: 'slow', seconds: 5 })]);
    expect(rules.settings).to.deep.equal({ frozen: false, slow: 60 });
    rules.take([item(11, { kind: 'freeze' })]);
    rules.hear({ frozen: false, slow: 0 }, 10);
    expect(rules.settings).to.deep.equal({ frozen: true, slow: 0 });
  });

  it('keep their identity, and say so, where nothing changed', () => {
    const rules = new Rules('mina');
    const said = [item(1, { kind: 'freeze' }), item(2, { kind: 'ban', subject: 'eve' })];
    expect(rules.take(said)).to.equal(true);
    const { settings, banned } = rules;
    expect(rules.take([...said, item(3), item(4, { kind: 'pin' }), item(5, { kind: 'ban' })])).to.equal(
      false,
    );
    expect(rules.hear({ frozen: true, slow: 0 }, 9)).to.equal(false);
    expect(rules.settings).to.equal(settings);
    expect(rules.banned).to.equal(banned);
  });

  describe('in slow mode', () => {
    let clock: SinonFakeTimers;
    beforeEach(() => {
      clock = useFakeTimers({ now: NOW, toFake: ['Date'] });
    });
    afterEach(() => clock.restore());

    const slow = item(1, { kind: 'slow', seconds: 30 });

    it('let the user send when so many seconds have passed since their own message was stored', () => {
      const rules = new Rules('mina');
      rules.take([slow]);
      expect(rules.sendableAt).to.equal(undefined);
      rules.take([item(NOW, { user_id: 'mina' })], NOW);
      expect(rules.sendableAt).to.equal(NOW + 30_000);
      rules.take([item(NOW - 5_000, { user_id: 'mina' })]);
      expect(rules.sendableAt).to.equal(NOW + 30_000);
      rules.take([item(2, { kind: 'slow', seconds: 0 })]);
      expect(rules.sendableAt).to.equal(undefined);
    });

    it('know it from the log, too, and never make the wait longer because a clock is wrong', () => {
      const rules = new Rules('mina');
      rules.take([slow, item(NOW - 5_000, { user_id: 'mina' })]);
      expect(rules.sendableAt).to.equal(NOW + 25_000);
      rules.take([item(NOW + 86_400_000, { user_id: 'mina' })]);
      expect(rules.sendableAt).to.equal(NOW + 30_000);
    });

    for (const skew of [-3_600_000, 3_600_000]) {
      it(`go by the server’s clock where the device’s is ${-skew / 1_000} s ahead`, () => {
        const rules = new Rules('mina');
        rules.take([slow]);
        rules.take([item(NOW + skew, { user_id: 'mina' })], NOW);
        expect(rules.sendableAt).to.equal(NOW + 30_000);
        clock.tick(10_000);
        rules.take([item(NOW + skew + 10_000)]);
        expect(rules.sendableAt).to.equal(NOW + 30_000);
      });
    }

    for (const late of [9_000, 3_600_000]) {
      it(`take an answer that comes ${late / 1_000} s late for no difference of the clocks`, () => {
        const rules = new Rules('mina');
        rules.take([slow]);
        clock.tick(late);
        rules.take([item(NOW + 100, { user_id: 'mina' })], NOW);
        expect(rules.sendableAt).to.equal(NOW + 30_100);
      });
    }

    it('know the difference of the clocks within the time that an answer took, and better by the next', () => {
      const rules = new Rules('mina');
      rules.take([slow]);
      clock.tick(9_000);
      rules.take([item(NOW - 3_600_000 + 4_000, { user_id: 'mina' })], NOW);
      expect(rules.sendableAt).to.equal(NOW + 30_000);
      rules.take([item(NOW - 3_600_000 + 9_000, { user_id: 'mina' })], NOW + 9_000);
      expect(rules.sendableAt).to.equal(NOW + 39_000);
    });

    it('take no message for new that was stored long ago, by whatever clock', () => {
      const behind = new Rules('mina');
      behind.take([item(1, { kind: 'slow', seconds: 3_600 })]);
      behind.take([item(NOW + 600_000, { user_id: 'mina' })]);
      expect(behind.sendableAt).to.equal(NOW + 3_600_000);
      // The log goes on 50 minutes further: so long ago that was.
      behind.hear({ frozen: false, slow: 3_600 }, NOW + 3_600_000);
      expect(behind.sendableAt).to.equal(NOW + 600_000);
      const right = new Rules('mina');
      right.take([item(1, { kind: 'slow', seconds: 3_600 }), item(NOW - 3_000_000, { user_id: 'mina' })]);
      expect(right.sendableAt).to.equal(NOW + 600_000);
    });

    it('count no change as a message', () => {
      const rules = new Rules('mina');
      rules.take([slow, item(NOW, { user_id: 'mina', kind: 'edit', target: 3 })]);
      expect(rules.sendableAt).to.equal(undefined);
    });
  });
});
