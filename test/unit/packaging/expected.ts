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
  messageIdTable: {
    TableName: 'chatapp-message-ids',
    AttributeDefinitions: [{ AttributeName: 'claim', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'claim', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  },
};

/** Reaching a room's connections, and leaving that to another function. */
const MAY_TELL = {
  '{userListTable.Arn}/index/room_id-user_id-index': ['dynamodb:Query'],
  '{userListTable.Arn}': ['dynamodb:DeleteItem'],
  'arn:{AWS::Partition}:execute-api:{AWS::Region}:{AWS::AccountId}:{WebsocketsApi}/dev/POST/@connections/*': [
    'execute-api:ManageConnections',
  ],
  'arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:chat_fanout': [
    'lambda:InvokeFunction',
  ],
};

/** Each function with the route that calls it, if one does, and everything it may do besides writing its log. */
export const FUNCTIONS: Record<string, { route?: string; posts?: boolean; may: Record<string, string[]> }> = {
  get: { route: 'GET /chat', may: { '{messageTable.Arn}': ['dynamodb:Query'] } },
  put: {
    route: 'PUT /chat',
    posts: true,
    may: {
      '{messageTable.Arn}': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      '{roomTable.Arn}': ['dynamodb:UpdateItem'],
      '{messageIdTable.Arn}': ['dynamodb:GetItem', 'dynamodb:PutItem'],
      ...MAY_TELL,
    },
  },
  fanout: { posts: true, may: MAY_TELL },
  onConnect: { route: '$connect', may: { '{userListTable.Arn}': ['dynamodb:PutItem'] } },
  onDisconnect: { route: '$disconnect', may: { '{userListTable.Arn}': ['dynamodb:DeleteItem'] } },
  onMessage: {
    route: '$default',
    may: { '{userListTable.Arn}': ['dynamodb:GetItem'], '{roomTable.Arn}': ['dynamodb:GetItem'] },
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
