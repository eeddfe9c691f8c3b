import { expect, test } from 'vitest'
import { conversations } from './smtp-conversations'
import { tryConversation } from './try-conversation'

/** Longer than any reply takes on a busy computer. */
const long = { connection: 10_000, hello: 10_000, reply: 10_000, whole: 30_000 }
const short = { ...long, hello: 300, reply: 300 }

test.each(conversations)('the check says what the server did: $name', async (conversation) => {
  await expect(tryConversation(conversation, conversation.isLate ? short : long)).resolves.toBeUndefined()
})
