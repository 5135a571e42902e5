import { type Measure, PEERS, type PeerName, type Row } from './measure.js';
import type { Results } from './results.js';

const OURS: PeerName = 'chat-room';

/** What was measured, a line for each row of the measures: medians, in brackets what they are of the plain list's. */
export function table(measures: readonly Measure[], results: Results): string {
  const head = ['what', ...PEERS, 'bar', 'best rival', ''];
  const rows = measures.flatMap(({ rows }) => rows).map((row) => line(row, results));
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The figure of a row for one peer, over what it is compared with. */
export function judged({ figure, over }: Row, peer: PeerName, results: Results): number | undefined {
  const value = results.median(peer, figure);
  if (!over) return value;
  const base = 'peer' in over ? results.median(over.peer, figure) : results.median(peer, over.figure);
  return value === undefined || !base ? undefined : value / base;
}

function line(row: Row, results: Results): string[] {
  const { what, unit, most, rival = '' } = row;
  const named = unit === '' ? what : `${what}, ${unit}`;
  return [
    named,
    ...PEERS.map((peer) => cell(row, peer, results)),
    bar(row, most),
    rival,
    verdict(row, results),
  ];
}

function cell(row: Row, peer: PeerName, results: Results): string {
  const { figure, over } = row;
  if (!results.has(peer, figure)) return '';
  const missing = results.missing(peer, figure);
  const value = results.median(peer, figure);
  if (value === undefined) return 'DNF';
  const ratio = over ? judged(row, peer, results) : undefined;
  const times = ratio === undefined ? '' : `${number(ratio)}×`;
  const shown =
    over && 'figure' in over ? times || '–' : [number(value), times && `(${times})`].join(' ').trim();
  return missing > 0 ? `${shown}, ${missing} DNF` : shown;
}

function bar({ over }: Row, most: number | undefined): string {
  if (most === undefined) return '';
  const of = over && 'peer' in over && over.peer !== 'plain' ? ` ${over.peer}` : '';
  return `≤ ${number(most)}${over ? '×' : ''}${of}`;
}

function verdict(row: Row, results: Results): string {
  if (row.most === undefined || !results.has(OURS, row.figure)) return '';
  const value = judged(row, OURS, results);
  const isMet = value !== undefined && value <= row.most && results.missing(OURS, row.figure) === 0;
  return isMet ? 'pass' : 'miss';
}

/** As exact as it is worth: three digits. */
function number(value: number): string {
  return Number(value.toPrecision(value >= 100 ? 6 : 3)).toLocaleString('en', {
    maximumFractionDigits: value >= 100 ? 0 : 3,
  });
}
