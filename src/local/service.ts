import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ROOT } from './root.js';

/** A table as CloudFormation and DynamoDB's CreateTable both describe it. */
export interface Table {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly object[];
  readonly KeySchema: readonly object[];
  readonly BillingMode: string;
  readonly GlobalSecondaryIndexes?: readonly object[];
}

/** A path of the REST API. */
export interface Route {
  readonly methods: readonly string[];
  readonly cors: { readonly headers: readonly string[]; readonly maxAge: number };
}

/** What the local stack takes from serverless.yml. */
export interface Service {
  readonly region: string;
  readonly tables: readonly Table[];
  /** By path, with its leading slash. */
  readonly routes: Readonly<Record<string, Route>>;
}

interface Definition {
  readonly provider: { readonly region: string };
  readonly functions: Record<string, { readonly events?: readonly { readonly http?: HttpEvent }[] }>;
  readonly resources: {
    readonly Resources: Record<string, { readonly Type: string; readonly Properties: Table }>;
  };
}

interface HttpEvent {
  readonly path: string;
  readonly method: string;
  readonly cors: Route['cors'];
}

export function readService(): Service {
  // CloudFormation's tags (!Ref, !GetAtt, !Sub) stand in no field that is read here.
  const definition = parse(readFileSync(new URL('serverless.yml', ROOT), 'utf8'), {
    logLevel: 'error',
  }) as Definition;
  return {
    region: definition.provider.region,
    tables: Object.values(definition.resources.Resources)
      .filter(({ Type }) => Type === 'AWS::DynamoDB::Table')
      .map(({ Properties }) => table(Properties)),
    routes: routes(
      Object.values(definition.functions).flatMap(({ events = [] }) => events.map(({ http }) => http)),
    ),
  };
}

/** Leaves out what only CloudFormation knows, like a TTL. */
function table({
  TableName,
  AttributeDefinitions,
  KeySchema,
  BillingMode,
  GlobalSecondaryIndexes,
}: Table): Table {
  return {
    TableName,
    AttributeDefinitions,
    KeySchema,
    BillingMode,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
  };
}

function routes(events: readonly (HttpEvent | undefined)[]): Record<string, Route> {
  const found: Record<string, Route> = {};
  for (const { path, method, cors } of events.filter((event) => event !== undefined)) {
    const methods = found[`/${path}`]?.methods ?? ['OPTIONS'];
    found[`/${path}`] = { methods: [...methods, method.toUpperCase()].toSorted(), cors };
  }
  return found;
}
