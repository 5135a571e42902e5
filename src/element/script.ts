/** The classic script: defines the tag and, when its own tag carries `data-*`, puts a box in the page. */
import './define.js';
import { embed } from './embed.js';

const script = document.currentScript;
if (script instanceof HTMLScriptElement) embed(script);
