/** What serverless.yml, or the local stack, sets for a function. */
export const env = {
  /** Where the SDK finds DynamoDB and Lambda; absent on AWS, which needs no address. */
  get dynamodbEndpoint(): string | undefined {
    return process.env['DYNAMODB_ENDPOINT'] || undefined;
  },
  get lambdaEndpoint(): string | undefined {
    return process.env['LAMBDA_ENDPOINT'] || undefined;
  },
  /** The @connections address of the WebSocket API. Only functions that post have it. */
  get connectionsEndpoint(): string {
    const value = process.env['CONNECTIONS_ENDPOINT'];
    if (!value) throw new Error('unable to post to connections; CONNECTIONS_ENDPOINT is not set');
    return value;
  },
};
