import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import JSZip from 'jszip';
import { copyProject, temporaryFolder, withoutSettings } from './project.js';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, { readonly Value: unknown }>;
}

/** What `npm run package` made: each resource of the root and the nested stacks, with intrinsic functions as text. */
export interface Packaged {
  readonly folder: string;
  readonly root: Template;
  /** Every template, by file name. */
  readonly texts: Readonly<Record<string, string>>;
  ofType(type: string): Record<string, Resource>;
  get(id: string): Resource;
}

/** With the settings of an open backend, unless others are given. */
export function packageService(settings: Record<string, string> = { CHAT_AUTH: 'open' }): Packaged {
  const project = copyProject();
  execFileSync(process.execPath, ['--import', 'tsx', 'src/deploy/package.ts'], {
    cwd: project,
    env: { ...withoutSettings(process.env), ...settings },
    stdio: 'pipe',
  });
  const folder = join(project, '.serverless');
  const texts = Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
  const root = JSON.parse(texts['cloudformation-template-update-stack.json'] ?? '') as Template;
  const all = { ...root.Resources };
  for (const [file, text] of Object.entries(texts)) {
    const number = /template-(\d+)-nested-stack/.exec(file)?.[1];
    if (number === undefined) continue;
    const parameters = root.Resources[`${number}NestedStack`]?.Properties['Parameters'];
    Object.assign(
      all,
      inRoot((JSON.parse(text) as Template).Resources, parameters as Record<string, unknown>),
    );
  }
  const resources = plain(all) as Record<string, Resource>;
  return {
    folder,
    root: { ...root, Outputs: plain(root.Outputs) as Template['Outputs'] },
    texts,
    ofType: (type) => Object.fromEntries(Object.entries(resources).filter(([, { Type }]) => Type === type)),
    get: (id) => {
      const resource = resources[id];
      if (!resource) throw new Error(`unable to find resource ${id}; it is in no stack`);
      return resource;
    },
  };
}

/** Unpacks a function's bundle to where no modules are, as Lambda does, and gives the file of its handler. */
export async function unpack(zipFile: string, handler: string): Promise<string> {
  const folder = temporaryFolder();
  const zip = await JSZip.loadAsync(readFileSync(zipFile));
  for (const [path, entry] of Object.entries(zip.files).filter(([, { dir }]) => !dir)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), await entry.async('nodebuffer'));
  }
  return join(folder, handler.replace(/\.handler$/, '.mjs'));
}

/** A nested stack's resources with the values that the root gives for its parameters. */
function inRoot(value: unknown, parameters: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((each) => inRoot(each, parameters));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref } = value as { Ref?: string };
  if (Ref !== undefined && Ref in parameters) return parameters[Ref];
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inRoot(each, parameters)]));
}

/** Intrinsic functions as text: {Ref: X} is {X}, {Fn::GetAtt: [X, Arn]} is {X.Arn}. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = []] = Object.entries(value);
  switch (name) {
    case 'Ref':
      return `{${argument}}`;
    case 'Fn::GetAtt':
      return `{${[argument].flat().join('.')}}`;
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map(plain).join(separator);
    }
    case 'Fn::Sub': {
      const [text, values = {}] = [argument].flat() as [string, Record<string, unknown>?];
      return text.replace(/\$\{([^}]+)\}/g, (_, key) =>
        String(key in values ? plain(values[key]) : `{${key}}`),
      );
    }
    default:
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  }
}
