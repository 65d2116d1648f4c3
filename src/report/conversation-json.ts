import type { Say } from '#i18n/catalogue.ts'
import type { Conversation } from '#model/conversation.ts'
import type { ConversationView } from '#model/conversation-view.ts'
import { whyText } from './conversation-page.ts'
import { traceJson } from './trace-json.ts'

/** The verdict on a conversation, for a line of a batch. */
export function conversationLineJson(say: Say, { verdict, by, part, why }: Conversation) {
  return { verdict, by: by ?? null, part, why: why === undefined ? null : whyText(say, why) }
}

/** The verdict on a conversation with the packet that decided, where that is not the first one. */
export function conversationJson(say: Say, { conversation, decided, second }: ConversationView) {
  const { relayed, presumed } = conversation
  return {
    ...conversationLineJson(say, conversation),
    decided: decided === undefined ? null : traceJson(say, decided.view, decided.near),
    proxy:
      relayed === undefined
        ? null
        : {
            container: relayed.container,
            port: relayed.port,
            why: say(relayed.why),
            connection: second === undefined ? null : conversationLineJson(say, second.conversation),
            first: second === undefined ? null : traceJson(say, second.first.view, second.first.near),
          },
    presumed: presumed.map((one) => say(one)),
  }
}
