import assert from 'node:assert/strict';
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Store, TABLES } from '../../src/lambda/store.js';
import { isWrite, withSend } from '../unit/lambda/fixture.js';

/*
 * The database as an attack meets it, or makes it.
 */

/** None may be asked for somebody who has to be refused before. */
export const noDatabase = withSend(() => assert.fail('the database was asked'));

/** The index of connections does not show yet who came. */
export const lateIndex = withSend(async (command, send) =>
  command instanceof QueryCommand && command.input.TableName === TABLES.connections
    ? { Items: [], Count: 0 }
    : send(),
);

/**
 * Somebody else acts just before the first write that comes through here: whatever was looked at before is stale then. Its clock is a
 * second ahead, so that the write does not fail for coming too early.
 */
export function interrupted(act: () => Promise<unknown>): Store {
  let acts = [act];
  return withSend(
    async (command, send) => {
      if (isWrite(command)) {
        const [now] = acts;
        acts = [];
        await now?.();
      }
      return send();
    },
    () => Date.now() + 1_000,
  );
}

/** The rooms' rows take no update for now. */
export function throttled(now: () => number): Store {
  return withSend(async (command, send) => {
    if (!(command instanceof UpdateCommand) || command.input.TableName !== TABLES.rooms) return send();
    throw Object.assign(new Error('busy'), { name: 'ThrottlingException' });
  }, now);
}
