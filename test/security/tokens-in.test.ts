import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { before, describe } from 'node:test';
import { protocolsOf } from '../../src/contract/index.js';
import { tokensIn } from '../tokens-in.js';
import { forge, Signer } from '../unit/lambda/tokens.js';
import { attackCase } from './case.js';

let tokens: string[];

before(async () => {
  const signers = await Promise.all([Signer.with('EdDSA'), Signer.with('HS256')]);
  tokens = await Promise.all(signers.map((signer) => signer.sign()));
});

const found = (...chunks: readonly string[]): Promise<number> =>
  tokensIn(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));

describe('what looks for tokens in everything that a run of all tests logged', () => {
  attackCase(
    56,
    'a signed token is logged in a line, in JSON, in an address, in a header, in a list, and cut over two chunks',
    'it is found there, each time that it stands there',
    async () => {
      for (const token of tokens) {
        for (const line of [
          token,
          `ℹ the token is ${token}, and more\n`,
          `\u001b[31m${token}\u001b[39m\r\n`,
          JSON.stringify({ error: JSON.stringify({ token }) }),
          `GET https://chat.example/?room_id=lobby&token=${encodeURIComponent(token)}&limit=1`,
          `Authorization: Bearer ${token}`,
          protocolsOf(token).join(', '),
        ]) {
          assert.equal(await found(line), 1, 'as a whole');
          for (const at of [1, line.length >> 1, line.length - 5]) {
            assert.equal(await found(line.slice(0, at), line.slice(at)), 1, `cut at ${at}`);
          }
        }
        assert.equal(await found(`${token} ${token}\n`, `x\n${token}`), 3);
      }
    },
  );

  attackCase(
    56,
    'parts of a token, one without a signature, other JSON in Base64 and plain text are logged',
    'none of it is taken for a token',
    async () => {
      for (const token of tokens) {
        const [header = '', payload = '', signature = ''] = token.split('.');
        for (const text of [
          `${header}.${payload}`,
          forge({ alg: 'none' }, { sub: 'mina' }),
          `${header}\n.${payload}.${signature}`,
          `${header} ${payload} ${signature}`,
          `${payload}.${signature}`,
          `${header}.${payload}.cut`,
          'eyJ….eyJ….sig',
        ]) {
          assert.equal(await found(text), 0);
        }
      }
    },
  );
});
