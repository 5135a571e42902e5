import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { CHANGES, isChangeKind, parsePutRequest, WireError } from '../../../src/contract/index.js';

const sender = { room_id: 'lobby', user_id: 'mina', name: '미나', id: 'a' };

describe('a change in the body of a PUT', () => {
  const taken = [
    { kind: 'edit', target: 1722678345123.001, text: '안녕\n' },
    { kind: 'delete', target: 0 },
    { kind: 'ban', subject: 'eve' },
    { kind: 'unban', subject: '이브' },
    { kind: 'freeze' },
    { kind: 'unfreeze' },
    { kind: 'slow', seconds: 0 },
    { kind: 'slow', seconds: 3600 },
  ];
  for (const change of taken) {
    it(`is taken: ${JSON.stringify(change)}, with nothing beside it`, () => {
      const others = { role: 'moderator', state: {}, edited_at: 1, erased: true };
      expect(parsePutRequest({ ...sender, ...others, ...change })).to.deep.equal({ ...sender, ...change });
    });
  }

  it('takes of other changes’ fields only its own', () => {
    const body = { ...sender, target: 1, text: 'x', subject: 'eve', seconds: 5 };
    expect(parsePutRequest({ ...body, kind: 'freeze' })).to.deep.equal({ ...sender, kind: 'freeze' });
    expect(parsePutRequest({ ...body, kind: 'delete' })).to.deep.equal({
      ...sender,
      kind: 'delete',
      target: 1,
    });
  });

  const target = '"target" must be the timestamp of a message, as its item carries it';
  const seconds = '"seconds" must be a whole number from 0 to 3600';
  const refused: [string, Record<string, unknown>, string][] = [
    ...['pin', '', 7, null, {}, 'toString', '__proto__'].map(
      (kind): [string, Record<string, unknown>, string] => [
        `the kind ${JSON.stringify(kind)}`,
        { kind },
        '"kind" is not one this server knows',
      ],
    ),
    ...[undefined, '1722678345123.001', -1, 1.0001, 1e14, Number.NaN, null, [1]].map(
      (value): [string, Record<string, unknown>, string] => [
        `the target ${JSON.stringify(value)}`,
        { kind: 'delete', target: value },
        target,
      ],
    ),
    ...[undefined, '5', -1, 1.5, 3_601, Number.NaN, null].map(
      (value): [string, Record<string, unknown>, string] => [
        `${JSON.stringify(value)} seconds`,
        { kind: 'slow', seconds: value },
        seconds,
      ],
    ),
    ['an edit without a text', { kind: 'edit', target: 1 }, '"text" is missing'],
    ['a blank edit', { kind: 'edit', target: 1, text: ' \n' }, '"text" must not be blank'],
    [
      'an over-long edit',
      { kind: 'edit', target: 1, text: 'x'.repeat(4_001) },
      '"text" must have at most 4000 characters, got 4001',
    ],
    ['a ban of nobody', { kind: 'ban' }, '"subject" is missing'],
    ['a ban of an empty id', { kind: 'ban', subject: '' }, '"subject" must not be empty'],
    ['a sender without a name', { kind: 'freeze', name: undefined }, '"name" is missing'],
  ];
  for (const [description, fields, reason] of refused) {
    it(`is refused with ${description}`, () => {
      expect(() => parsePutRequest({ ...sender, ...fields }))
        .to.throw(WireError, `unable to store the message; ${reason}`)
        .with.property('code', 'invalid_request');
    });
  }

  it('is never taken for a message, nor throws anything else, whatever its fields are', () => {
    const kind = fc.oneof(fc.constantFrom(...Object.keys(CHANGES)), fc.string());
    const fields = fc.record({
      kind,
      target: fc.anything(),
      text: fc.anything(),
      subject: fc.anything(),
      seconds: fc.anything(),
    });
    fc.assert(
      fc.property(fields, (body) => {
        try {
          const request = parsePutRequest({ ...sender, ...body });
          expect('kind' in request && isChangeKind(request.kind)).to.equal(true);
        } catch (error) {
          expect(error).to.be.instanceOf(WireError);
        }
      }),
    );
  });
});
