import type { Socket } from 'node:net'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { ConnectionLimits } from '../../main/mail/mail-connection'
import { type Conversation, conversations } from '../mail/smtp-conversations'
import { tryConversation } from '../mail/try-conversation'
import { type Area, runCases, selectCases } from './area'

/** How a server sends its bytes: what arrives together must not matter. */
type Sending = 'at once' | 'byte by byte' | 'in pieces' | 'in slow pieces'

interface Case {
  conversation: Conversation
  sending: Sending
  seed: number
}

const sendings: [Sending, seeds: number[]][] = [
  ['at once', [1]],
  ['byte by byte', [1]],
  ['in pieces', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ['in slow pieces', [1, 2, 3, 4, 5, 6]],
]

const cases: Case[] = conversations.flatMap((conversation) =>
  sendings
    .filter(([sending]) => sending === 'at once' || !conversation.isAtOnce)
    .flatMap(([sending, seeds]) => seeds.map((seed) => ({ conversation, sending, seed }))),
)

/** In milliseconds; longer than any reply takes on a busy computer. */
const long: ConnectionLimits = { connection: 30_000, hello: 30_000, reply: 30_000, leave: 30_000, whole: 80_000 }
/** For a server that never ends its reply. Every other reply of it comes sooner. */
const short: ConnectionLimits = { ...long, hello: 2000, reply: 2000 }

/** The check of a mail server in every scripted conversation, whatever pieces and pauses the replies come in. */
export const mailServers: Area = {
  name: 'mail servers',
  run: (scale) =>
    runCases(
      selectCases(cases, scale),
      ({ conversation, sending, seed }) => `${conversation.name}, ${sending}, ${seed}`,
      ({ conversation, sending, seed }) =>
        tryConversation(conversation, conversation.isLate ? short : long, (socket, data) =>
          send(socket, data, sending, randomNumbers(seed + data.length)),
        ),
      16,
    ),
}

async function send(socket: Socket, data: Buffer, sending: Sending, random: () => number): Promise<void> {
  socket.setNoDelay(true)
  let rest = data
  while (rest.length > 0 && socket.writable) {
    const length = sending === 'at once' ? rest.length : sending === 'byte by byte' ? 1 : 1 + Math.floor(random() * 20)
    socket.write(rest.subarray(0, length))
    rest = rest.subarray(length)
    // The server goes on with the last piece: its answer to the next command is in order.
    if (rest.length === 0) return
    if (sending === 'in slow pieces') await setTimeout(random() * 10)
    else await setImmediate()
  }
}

/** @returns numbers from 0 to 1, the same for each seed: a failed case can be repeated */
function randomNumbers(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
