import { gzipSync } from 'node:zlib';

/** Bytes after `gzip -9`: as small as a server makes it. */
export function gzipBytes(code: string): number {
  return gzipSync(code, { level: 9 }).length;
}
