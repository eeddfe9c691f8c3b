import { z } from 'zod'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { readOwnRecord } from './account-api'
import type { FleepSession } from './fleep-session'
import { type ContactInfo, contactStream } from './records'
import { TooLarge } from './status-failure'
import type { UploadOptions } from './transport'
import type { FileToSend } from './upload-ways'

const response = z.object({ stream: contactStream.optional() })

/**
 * avatar/upload: replaces the picture. Source: the API's account page.
 * @returns the account's record. INFERRED: the response contains it; if it does not, it is read afterwards.
 * @throws Failure `refused` for a file that Fleep does not accept as a picture
 */
export async function uploadAvatar(
  session: FleepSession,
  file: FileToSend,
  options: Omit<UploadOptions, 'credentials'>,
): Promise<ContactInfo> {
  const answer = await session.upload('avatar/upload', file, response, options).catch((reason) => {
    if (!(reason instanceof TooLarge)) throw reason
    throw new Failure('refused', text('avatar.tooLargeToUpload', { host: session.transport.host }))
  })
  return ownRecordIn(session, answer)
}

/** avatar/delete. Does not fail if there is no picture. @returns the account's record */
export async function deleteAvatar(session: FleepSession): Promise<ContactInfo> {
  return ownRecordIn(session, await session.call('avatar/delete', {}, response, { repeatable: true, mayBeEmpty: true }))
}

function ownRecordIn(session: FleepSession, { stream }: z.infer<typeof response>): ContactInfo | Promise<ContactInfo> {
  return stream?.find(({ account_id }) => account_id === session.accountId) ?? readOwnRecord(session)
}
