/** Where a backend answers. */
export interface Endpoints {
  /** The REST API's base, without `/chat`. */
  readonly api: string;
  readonly socket: string;
}

/** What a page needs to show a room of this backend. */
export function tag({ api, socket }: Endpoints): string {
  return [
    '<script src="chat-room.js"></script>',
    `<chat-room api="${api}" socket="${socket}" room="lobby"></chat-room>`,
  ].join('\n');
}
