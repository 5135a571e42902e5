/**
 * Builds what `serverless deploy` would upload, in .serverless/, with the real plugins but no AWS account and no
 * network: the only AWS it finds is an empty one on this machine. Takes the arguments of `serverless package`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { openEmptyAccount } from './empty-account.js';
import { withoutAccount } from './no-account.js';

const account = await openEmptyAccount();
const osls = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
const child = spawn(process.execPath, [osls, 'package', ...process.argv.slice(2)], {
  env: { ...withoutAccount(process.env), AWS_ENDPOINT_URL: account.url },
  stdio: 'inherit',
});
const [code] = (await once(child, 'exit')) as [number | null];
account.close();
if (account.unknown.length > 0) {
  console.error(`unable to package without an AWS account; it was asked for ${account.unknown.join(', ')}`);
}
process.exitCode = account.unknown.length > 0 ? 1 : (code ?? 1);
