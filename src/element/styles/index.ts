import { baseStyles } from './base.js';
import { composerStyles } from './composer.js';
import { forcedStyles } from './forced.js';
import { headerStyles } from './header.js';
import { listStyles } from './list.js';
import { rowStyles } from './row.js';
import { tokenStyles } from './tokens.js';

/** In this order: later ones refine earlier ones. */
export const styles = [
  tokenStyles,
  baseStyles,
  headerStyles,
  listStyles,
  rowStyles,
  composerStyles,
  forcedStyles,
];
