import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { readOwnRecord } from './account-api'
import { optionalList, optionalText } from './bounds'
import type { FleepSession } from './fleep-session'
import { type ContactInfo, contactStream } from './records'
import { TooLarge } from './status-failure'
import type { UploadOptions } from './transport'
import type { FileToSend } from './upload-ways'

const response = z.object({ stream: contactStream.optional() })
const uploadResponse = response.extend({
  files: optionalList(z.object({ file_sha256: optionalText }), 10),
})

/**
 * avatar/upload: replaces the picture. Source: the API's account page.
 * @returns the account's record. INFERRED: the response contains it; if it does not, it is read afterwards.
 * @throws Failure `refused` for a file that Fleep does not accept as a picture; `bad-answer` if another file than the sent one
 *   arrived there
 */
export async function uploadAvatar(
  session: FleepSession,
  file: FileToSend,
  options: Omit<UploadOptions, 'credentials'>,
): Promise<ContactInfo> {
  let hash = createHash('sha256')
  const open = async function* () {
    // A second attempt, as a POST, sends the file from the start.
    hash = createHash('sha256')
    for await (const chunk of file.open()) {
      hash.update(chunk)
      yield chunk
    }
  }
  const answer = await session.upload('avatar/upload', { ...file, open }, uploadResponse, options).catch((reason) => {
    if (!(reason instanceof TooLarge)) throw reason
    throw new Failure('refused', text('avatar.tooLargeToUpload', { host: session.transport.host }))
  })
  const sent = hash.digest('hex')
  const arrived = (answer.files ?? []).flatMap(({ file_sha256 }) => file_sha256?.toLowerCase() || [])
  if (arrived.length > 0 && !arrived.includes(sent))
    throw new Failure('bad-answer', text('avatar.arrivedDamaged', { host: session.transport.host }))
  return ownRecordIn(session, answer)
}

/** avatar/delete. Does not fail if there is no picture. @returns the account's record */
export async function deleteAvatar(session: FleepSession): Promise<ContactInfo> {
  return ownRecordIn(session, await session.call('avatar/delete', {}, response, { repeatable: true, mayBeEmpty: true }))
}

function ownRecordIn(session: FleepSession, { stream }: z.infer<typeof response>): ContactInfo | Promise<ContactInfo> {
  return stream?.find(({ account_id }) => account_id === session.accountId) ?? readOwnRecord(session)
}
