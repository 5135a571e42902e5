declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** DynamoDB in this process; with a `path` its data lies there, in a LevelDB. */
  function dynalite(options: { path?: string; createTableMs?: number }): Server;
  export = dynalite;
}
