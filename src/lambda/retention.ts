/** A row as it leaves: when DynamoDB sweeps it is the operator's business. */
export function withoutExpiry<Row extends object>(row: Row): Row {
  const { expires_at: _, ...rest } = row as Row & { expires_at?: number };
  return rest as Row;
}
