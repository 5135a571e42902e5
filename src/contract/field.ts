import { WireError } from './error.js';

/** Rules that several requests share. Each throws `invalid_request` naming the request, the field and the rule. */

const CONTROL = /\p{Cc}/u;
const CONTROL_BUT_LINES = /[^\P{Cc}\t\n\r]/gu;

export function refuse(what: string, reason: string): never {
  throw new WireError('invalid_request', `unable to ${what}; ${reason}`);
}

/** A record of unknown values; arrays, null and primitives are refused. */
export function record(what: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(what, `expected an object, got ${kindOf(value)}`);
  }
  return value as Record<string, unknown>;
}

/** An own, non-empty, well-formed string of at most `max` code points without control characters. */
export function identifier(what: string, from: Record<string, unknown>, field: string, max: number): string {
  const value = string(what, from, field, max);
  if (CONTROL.test(value)) refuse(what, `"${field}" must not contain control characters`);
  return value;
}

/** As `identifier`, but tabs and line breaks may stand in it, and it needs more than white space. */
export function prose(what: string, from: Record<string, unknown>, field: string, max: number): string {
  const value = string(what, from, field, max);
  if (value.trim() === '') refuse(what, `"${field}" must not be blank`);
  if (value.search(CONTROL_BUT_LINES) >= 0) {
    refuse(what, `"${field}" must not contain control characters other than tabs and line breaks`);
  }
  return value;
}

/** Whether a value may be an identifier or a name of at most `max` code points. */
export function isIdentifier(value: string, max: number): boolean {
  try {
    identifier('check', { value }, 'value', max);
    return true;
  } catch {
    return false;
  }
}

/** A text without what `prose` refuses in any: half surrogate pairs and control characters, as a paste may bring them along. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(CONTROL_BUT_LINES, '');
}

const TIMESTAMP = /^\d{1,13}(\.\d{1,3})?$/;

/** A timestamp as a query carries it; `undefined` for anything else. */
export function cursorOf(value: unknown): number | undefined {
  return typeof value === 'string' && TIMESTAMP.test(value) ? Number(value) : undefined;
}

/** A timestamp as JSON carries it; `undefined` for anything else. */
export function cursorNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? cursorOf(String(value)) : undefined;
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Code points, as every limit of the contract counts; an emoji is one or more of them, never half of one. */
export function codePoints(value: string): number {
  let count = 0;
  for (const _ of value) count++;
  return count;
}

function string(what: string, from: Record<string, unknown>, field: string, max: number): string {
  const value = Object.hasOwn(from, field) ? from[field] : undefined;
  if (value === undefined) refuse(what, `"${field}" is missing`);
  if (typeof value !== 'string') refuse(what, `"${field}" must be a string, got ${kindOf(value)}`);
  if (value === '') refuse(what, `"${field}" must not be empty`);
  if (value.length > max) {
    const count = codePoints(value);
    if (count > max) refuse(what, `"${field}" must have at most ${max} characters, got ${count}`);
  }
  if (!value.isWellFormed()) refuse(what, `"${field}" must be well-formed Unicode`);
  return value;
}
