import { z } from 'zod'

/** In UTF-16 code units. The window shows fewer. */
const maxLength = 20_000

const noteOfVersion = z.object({ version: z.string(), note: z.string().nullish() })

/**
 * @param sent the release notes of an update feed: a text, or one for each version. What else it is, the feed's schema does
 *   not say, and it comes from the network
 * @returns plain text; empty for anything else
 */
export function readReleaseNotes(sent: unknown): string {
  const lines = (Array.isArray(sent) ? sent.slice(0, 1000) : []).flatMap((each) => {
    const { data } = noteOfVersion.safeParse(each)
    return data ? [`${data.version}: ${data.note ?? ''}`] : []
  })
  return (typeof sent === 'string' ? sent : lines.join('\n')).slice(0, maxLength)
}
