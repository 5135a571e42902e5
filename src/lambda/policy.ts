import { AUDIENCE, parseJson } from '../contract/index.js';
import { type Gate, OPEN_GATE, tokenGate } from './gate.js';
import { readKeys } from './keys.js';
import { LIMITS_OF_USE, type Limits } from './limits.js';
import { Origins, readOrigins } from './origins.js';
import { SettingError } from './setting.js';

/** Who may use this backend, how much, and for how long it keeps what they wrote. */
export interface Policy {
  readonly gate: Gate;
  readonly origins: Origins;
  readonly limits: Limits;
  /** How long messages are kept, in milliseconds; for ever without it. */
  readonly retention?: number;
}

/** What serverless.yml, or the local stack, sets for a function. What is empty is not set. */
export type Settings = Readonly<Record<string, string | undefined>>;

const DAY_MS = 24 * 60 * 60 * 1_000;

const HOW =
  'say "tokens" to let in whom a site has signed a token for, ' +
  'or "open" to let anybody read and write in every room under any name';

/** Throws a `SettingError` for a setting that is missing or of no use: what is not said in so many words is not open. */
export function readPolicy(settings: Settings = process.env): Policy {
  const retention = readRetention(settings['CHAT_RETENTION_DAYS'] || '');
  return {
    ...readAccess(settings),
    limits: readLimits(settings['CHAT_LIMITS'] || '{}'),
    ...(retention && { retention }),
  };
}

function readAccess(settings: Settings): Pick<Policy, 'gate' | 'origins'> {
  const origins = settings['CHAT_ORIGINS'];
  switch (settings['CHAT_AUTH'] || undefined) {
    case 'tokens': {
      const keys = readKeys('CHAT_TOKEN_KEYS', need(settings, 'CHAT_TOKEN_KEYS'));
      const issuer = need(settings, 'CHAT_TOKEN_ISSUER');
      const audience = settings['CHAT_TOKEN_AUDIENCE'] || AUDIENCE;
      return {
        gate: tokenGate({ keys, issuer, audience }),
        origins: readOrigins('CHAT_ORIGINS', need(settings, 'CHAT_ORIGINS')),
      };
    }
    case 'open':
      if (settings['CHAT_TOKEN_KEYS']) {
        throw new SettingError(
          'CHAT_TOKEN_KEYS',
          'is of no use while CHAT_AUTH is "open"; take one of them away',
        );
      }
      return { gate: OPEN_GATE, origins: origins ? readOrigins('CHAT_ORIGINS', origins) : new Origins() };
    case undefined:
      throw new SettingError('CHAT_AUTH', `is missing; ${HOW}`);
    default:
      throw new SettingError('CHAT_AUTH', `is neither "tokens" nor "open"; ${HOW}`);
  }
}

function need(settings: Settings, name: string): string {
  const value = settings[name];
  if (!value?.trim()) throw new SettingError(name, 'is missing; CHAT_AUTH is "tokens"');
  return value;
}

/** The limits of use, with those of them that a text in JSON sets: `{"user":{"rate":5}}`. */
function readLimits(text: string): Limits {
  const given = parseJson(text);
  const refuse = (reason: string): never => {
    throw new SettingError(
      'CHAT_LIMITS',
      `must be JSON like ${JSON.stringify(LIMITS_OF_USE)}, or a part of it; ${reason}`,
    );
  };
  const limits = structuredClone(LIMITS_OF_USE) as unknown as Record<string, Record<string, number>>;
  if (!isRecord(given)) return refuse('it is no object');
  for (const [group, values] of Object.entries(given)) {
    const known = Object.hasOwn(limits, group) ? limits[group] : undefined;
    if (!known || !isRecord(values)) return refuse(`"${group}" is none of its parts`);
    for (const [name, value] of Object.entries(values)) {
      if (!Object.hasOwn(known, name)) refuse(`"${group}.${name}" is none of its parts`);
      if (!Number.isFinite(value) || Number(value) <= 0)
        refuse(`"${group}.${name}" must be a number above 0`);
      known[name] = value as number;
    }
  }
  return limits as unknown as Limits;
}

function readRetention(text: string): number | undefined {
  if (text === '') return undefined;
  if (!/^[1-9]\d{0,4}$/.test(text)) {
    throw new SettingError(
      'CHAT_RETENTION_DAYS',
      'must be a whole number of days from 1 to 99999, or empty for ever',
    );
  }
  return Number(text) * DAY_MS;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
