import { z } from 'zod'
import { readOwnRecord } from './account-api'
import type { FleepSession } from './fleep-session'
import { type ContactInfo, contactStream } from './records'
import type { FileToSend, UploadOptions } from './transport'

const answer = z.object({ stream: contactStream.optional() })

/**
 * avatar/upload: the new picture takes the place of the former one. Source: the API's account page.
 * @returns one's own record. INFERRED: it is in the answer; where it is not, it is read afterwards.
 * @throws Failure `refused` for what Fleep does not take as a picture
 */
export async function uploadAvatar(
  session: FleepSession,
  file: FileToSend,
  options: Omit<UploadOptions, 'credentials'>,
): Promise<ContactInfo> {
  return ownRecordIn(session, await session.upload('avatar/upload', file, answer, options))
}

/** avatar/delete. Deleting none is no failure. */
export async function deleteAvatar(session: FleepSession): Promise<ContactInfo> {
  return ownRecordIn(session, await session.call('avatar/delete', {}, answer, { repeatable: true }))
}

function ownRecordIn(session: FleepSession, { stream }: z.infer<typeof answer>): ContactInfo | Promise<ContactInfo> {
  return stream?.find(({ account_id }) => account_id === session.accountId) ?? readOwnRecord(session)
}
