/**
 * How Fleep may answer otherwise than the local server does by default, with how that is known: the documentation says it,
 * public clients and tests show it, or it is only likely (INFERRED). The default is the other form that is as well known, or
 * the one that is easier to test with.
 */
const quirks = {
  /** The documented SMTPInfo has no `is_default`. Source: ref-info. */
  'smtp-without-default': 'documented',
  /** Storing a mail server for an address changes the one that exists. */
  'smtp-updates-in-place': 'likely',
  /** A board sends 30 records at a time, whatever it is asked for. Source: the API's account page has 30 as the default. */
  'small-boards': 'documented',
  /** A poll brings the whole own record whenever a field of it changes. Source: Fleep's public tests. */
  'whole-records': 'observed',
  /** Other accounts get a changed name or Fleep ID by a poll. Source: Fleep's public tests. */
  'others-see-changes': 'observed',
  /** An account of account/confirm/v2 has no `is_newsletter_disabled` in its record. Source: Fleep's public tests. */
  'newsletter-not-told': 'observed',
  /**
   * account/prepare/v2 takes an earlier code of an address as well, even after a later one was used. account/confirm/v2 then
   * refuses it. Source: Fleep's public tests.
   */
  'earlier-codes': 'observed',
  /**
   * The header is spelt `Set-Cookie`, and there are several, with all attributes; in every second answer `token_id` is the
   * last, behind one that clears it. Sources: public clients know only that spelling; other cookies are in Fleep's public tests.
   */
  'many-cookies': 'observed',
  /** avatar/upload takes only the documented multipart POST; PUT and its stand-in get 405, as behind some proxies. */
  'multipart-only': 'documented',
  /** The answer to avatar/upload has the record as it was before. The picture is in the record afterwards. */
  'avatar-later': 'likely',
  /** A Fleep ID that is taken must have 6 to 30 characters. Source: Fleep's help. */
  'fleep-id-length': 'documented',
  /** alias/add answers 200 and names in `failed` what it did not add. Source: the field is in alias/sync. */
  'alias-add-failed': 'likely',
  /** alias/sync has a record without an email. Source: ref-info has the field as optional. */
  'alias-without-email': 'likely',
  /**
   * The first sync comes in several batches with negative horizons, and one of the batches is empty. Source: Fleep's iOS
   * client; that a batch is empty is likely.
   */
  'long-sync': 'observed',
  /** Before a change, a poll ends with an empty batch and a horizon that has gone on. Source: Fleep's clients allow for it. */
  'empty-batches': 'observed',
  /** The first poll of a session brings a record that leaves the horizon where it was. Source: Fleep's clients allow for it. */
  'standing-horizon': 'observed',
  /** The second poll of a session asks for a new start with a horizon of 0. Source: Fleep's iOS client. */
  'zero-horizon': 'observed',
  /** A later export has the address of the one before it. */
  'same-export-address': 'likely',
  /** The address of an exported file redirects to another server, which takes no cookie and no ticket. */
  'files-at-store': 'likely',
} as const satisfies Record<string, 'documented' | 'observed' | 'likely'>

export type Quirk = keyof typeof quirks

export const allQuirks = Object.keys(quirks) as Quirk[]

/**
 * Forms in which Fleep may name the files of a finished export. INFERRED: no source has a finished export, so the app must be
 * right with each. @param file as the server knows it
 */
export const exportForms = {
  'json-texts': (files: SentFile[]) => files.map((file) => JSON.stringify(prefixed(file))),
  objects: (files: SentFile[]) => files.map(prefixed),
  'list-as-text': (files: SentFile[]) => JSON.stringify(files.map(prefixed)),
  'unprefixed-texts': (files: SentFile[]) => files.map((file) => JSON.stringify(unprefixed(file))),
  'unprefixed-objects': (files: SentFile[]) => files.map(unprefixed),
  'size-null': (files: SentFile[]) => files.map((file) => ({ ...prefixed(file), file_size: null })),
  'size-as-text': (files: SentFile[]) => files.map((file) => ({ ...prefixed(file), file_size: String(file.size) })),
  'with-others': (files: SentFile[]) => [{ file_id: 'other', name: 'x', size: 1 }, ...files.map(prefixed)],
  'without-address': (files: SentFile[]) => files.map(({ id, name, size }) => ({ file_id: id, name, size })),
  'no-files': () => [],
} satisfies Record<string, (files: SentFile[]) => unknown>

export type ExportForm = keyof typeof exportForms

interface SentFile {
  id: string
  name: string
  /** In bytes. */
  size: number
  url: string
}

function prefixed({ id, name, size, url }: SentFile) {
  return { file_id: id, file_name: name, file_size: size, file_url: url }
}

function unprefixed({ name, size, url }: SentFile) {
  return { name, size, upload_url: url }
}
