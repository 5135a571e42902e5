import type { WireErrorCode } from '../../../src/contract/index.js';

/** The tables' arguments, exactly: an existing deployment has to upgrade in place. */
export const TABLES = {
  messageTable: {
    TableName: 'chatapp-chat-messages',
    AttributeDefinitions: [
      { AttributeName: 'room_id', AttributeType: 'S' },
      { AttributeName: 'timestamp', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'room_id', KeyType: 'HASH' },
      { AttributeName: 'timestamp', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    SSESpecification: { SSEEnabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  },
  userListTable: {
    TableName: 'chatapp-userlist',
    AttributeDefinitions: [
      { AttributeName: 'connection_id', AttributeType: 'S' },
      { AttributeName: 'room_id', AttributeType: 'S' },
      { AttributeName: 'user_id', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'connection_id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      {
        IndexName: 'room_id-user_id-index',
        KeySchema: [
          { AttributeName: 'room_id', KeyType: 'HASH' },
          { AttributeName: 'user_id', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  },
  roomTable: {
    TableName: 'chatapp-rooms',
    AttributeDefinitions: [{ AttributeName: 'room_id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'room_id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  },
  memberTable: {
    TableName: 'chatapp-members',
    AttributeDefinitions: [
      { AttributeName: 'room_id', AttributeType: 'S' },
      { AttributeName: 'user_id', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'room_id', KeyType: 'HASH' },
      { AttributeName: 'user_id', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  },
  messageIdTable: {
    TableName: 'chatapp-message-ids',
    AttributeDefinitions: [{ AttributeName: 'claim', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'claim', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  },
};

/** What stays when its stack is removed: the log, and what must not be forgotten of its rooms and their users. */
export const KEPT_TABLES = ['messageTable', 'roomTable', 'memberTable'];

const INDEX = '{userListTable.Arn}/index/room_id-user_id-index';

const CONNECTIONS = 'arn:{AWS::Partition}:execute-api:{AWS::Region}:{AWS::AccountId}:{WebsocketsApi}/dev';

/** Reaching a room's connections, closing some, and leaving that to another function. */
const MAY_TELL = {
  [INDEX]: ['dynamodb:Query'],
  '{userListTable.Arn}': ['dynamodb:DeleteItem'],
  [`${CONNECTIONS}/POST/@connections/*`]: ['execute-api:ManageConnections'],
  [`${CONNECTIONS}/DELETE/@connections/*`]: ['execute-api:ManageConnections'],
  'arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:chat_fanout': [
    'lambda:InvokeFunction',
  ],
};

const ACCESS = ['CHAT_AUTH', 'CHAT_TOKEN_KEYS', 'CHAT_TOKEN_ISSUER', 'CHAT_TOKEN_AUDIENCE', 'CHAT_ORIGINS'];

interface Expected {
  /** What calls it, if any route does. */
  readonly route?: string;
  /** Whether it has the address of the connections. */
  readonly posts?: boolean;
  /** The settings of the deployment that it reads. */
  readonly settings?: readonly string[];
  /** Everything it may do besides writing its log. */
  readonly may: Record<string, string[]>;
}

export const FUNCTIONS: Record<string, Expected> = {
  get: {
    route: 'GET /chat',
    settings: ACCESS,
    may: {
      '{messageTable.Arn}': ['dynamodb:BatchGetItem', 'dynamodb:Query'],
      '{memberTable.Arn}': ['dynamodb:GetItem'],
    },
  },
  put: {
    route: 'PUT /chat',
    posts: true,
    settings: [...ACCESS, 'CHAT_LIMITS', 'CHAT_RETENTION_DAYS'],
    may: {
      '{messageTable.Arn}': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      '{roomTable.Arn}': ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      '{memberTable.Arn}': ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      '{messageIdTable.Arn}': ['dynamodb:GetItem', 'dynamodb:PutItem'],
      ...MAY_TELL,
    },
  },
  fanout: { posts: true, may: MAY_TELL },
  onConnect: {
    route: '$connect',
    settings: [...ACCESS, 'CHAT_LIMITS'],
    may: {
      '{userListTable.Arn}': ['dynamodb:PutItem'],
      [INDEX]: ['dynamodb:Query'],
      '{memberTable.Arn}': ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    },
  },
  onDisconnect: { route: '$disconnect', may: { '{userListTable.Arn}': ['dynamodb:DeleteItem'] } },
  onMessage: {
    route: '$default',
    settings: [...ACCESS, 'CHAT_LIMITS'],
    may: {
      '{userListTable.Arn}': ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      '{roomTable.Arn}': ['dynamodb:GetItem'],
      '{memberTable.Arn}': ['dynamodb:GetItem'],
    },
  },
};

export const GATEWAY_RESPONSES: Record<string, { status: string; code: WireErrorCode }> = {
  DEFAULT_4XX: { status: '400', code: 'invalid_request' },
  DEFAULT_5XX: { status: '500', code: 'internal' },
  MISSING_AUTHENTICATION_TOKEN: { status: '404', code: 'not_found' },
  REQUEST_TOO_LARGE: { status: '413', code: 'body_too_large' },
  THROTTLED: { status: '429', code: 'rate_limited' },
  QUOTA_EXCEEDED: { status: '429', code: 'rate_limited' },
  INTEGRATION_FAILURE: { status: '503', code: 'unavailable' },
  INTEGRATION_TIMEOUT: { status: '504', code: 'timeout' },
};
