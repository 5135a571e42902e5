import type { nothing, TemplateResult } from 'lit';
import type { Message } from '../../client/index.js';
import { adopt } from '../adopt.js';
import { timeOf } from '../dates.js';
import type { Language } from '../language.js';
import { senderOf } from '../names.js';
import type { RoomController } from '../room.js';
import type { MessageRow } from '../rows.js';
import { messageActions, roomActions } from './actions.js';
import { type Host, Menu } from './menu.js';
import { Moderators } from './moderators.js';
import { renderMenu } from './parts.js';
import { allWordsOf } from './strings.js';
import { toolStyles } from './styles.js';

/** What a box has for those who have rights in a room: menus of messages and of the room, and a mark on whoever only looks like a moderator. */
export class Tools {
  readonly menu: Menu;
  readonly moderators = new Moderators();
  readonly #room: RoomController;
  readonly #edit: (message: Message) => void;

  constructor(host: Host, room: RoomController, edit: (message: Message) => void) {
    this.#room = room;
    this.#edit = edit;
    this.menu = new Menu(host);
    adopt(host, toolStyles);
  }

  renderRoomMenu(language: Language): TemplateResult | typeof nothing {
    const words = allWordsOf(language);
    return renderMenu(this.menu, 'room', words.more, roomActions(this.#room, words), words);
  }

  renderRowMenu(row: MessageRow, language: Language): TemplateResult | typeof nothing {
    const words = allWordsOf(language);
    const items = messageActions(row.message, this.#room, this.#edit, words);
    const label = words.moreOf(senderOf(row, words), timeOf(row.at, language));
    return renderMenu(this.menu, row.key, label, items, words);
  }
}
