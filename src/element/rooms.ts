import {
  type ChatClient,
  ChatError,
  createChatClient,
  type Room,
  type TokenRequest,
  type User,
} from '../client/index.js';
import { type Settings, settingsOf, type Told } from './settings.js';

type Account = Omit<Settings, 'room'>;

/** A room for as long as a box shows it. */
export interface Lease {
  readonly box: Told;
  /** What the client was made of: with other settings there is another one. */
  readonly account: string;
  /** One for all rooms of a user: it goes on sending what was written in a room that is not shown any more. */
  readonly client: ChatClient;
  readonly room: Room;
  /** Closes the room, unless another box shows it. */
  end(): void;
}

/** Those of the whole page, the newest last. */
const leases = new Set<Lease>();

/**
 * The room that a box's settings name. Boxes of the same settings share it, and its connection. `userOf` is asked when it is the first
 * room of its user. Throws a `ChatError` where the client refuses the settings.
 */
export function leaseRoom(box: Told, { room: id, ...rest }: Settings, userOf: () => User): Lease {
  const account = JSON.stringify(rest);
  const shared = [...leases].find((lease) => lease.account === account);
  const client = shared?.client ?? clientOf(rest, userOf());
  const room = client.room(id);
  const lease: Lease = {
    box,
    account,
    client,
    room,
    end() {
      leases.delete(lease);
      room.close();
    },
  };
  leases.add(lease);
  return lease;
}

function clientOf(account: Account, user: User): ChatClient {
  const { api, socket, by } = account;
  const getToken = (request: TokenRequest) => tokenFor(request, account);
  return createChatClient({ api, socket, user, ...(by !== 'nobody' && { getToken }) });
}

/** What the page hands out now, which is nothing for a client of whose user and backend no box is left. The box of the room knows best. */
function tokenFor(request: TokenRequest, { api, userId }: Account) {
  const boxes = [...leases].reverse().flatMap(({ box }) => {
    const now = settingsOf(box);
    return now.api === api && now.userId === userId && now.by !== 'nobody' ? box : [];
  });
  const box = boxes.find(({ room }) => room === request.room) ?? boxes[0];
  if (!box) throw new ChatError('token_unavailable', 'unable to get a room token; no box has this user now');
  return box.getToken ? box.getToken(request) : box.token;
}
