import type { Measure } from './measure.js';
import { append } from './measures/append.js';
import { backend } from './measures/backend.js';
import { burst } from './measures/burst.js';
import { bytes } from './measures/bytes.js';
import { evaluation } from './measures/evaluation.js';
import { heap } from './measures/heap.js';
import { ingest } from './measures/ingest.js';
import { joining } from './measures/join.js';
import { mount } from './measures/mount.js';
import { nodes } from './measures/nodes.js';
import { prepend } from './measures/prepend.js';
import { scroll } from './measures/scroll.js';
import { start } from './measures/start.js';
import { thread } from './measures/thread.js';

/** In the order of the table. */
export const MEASURES: readonly Measure[] = [
  bytes,
  evaluation,
  start,
  mount,
  append,
  thread,
  burst,
  prepend,
  heap,
  nodes,
  scroll,
  ingest,
  joining,
  backend,
];
