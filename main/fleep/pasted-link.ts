import { removeInvisible } from '../../contract/typed-text'
import { appScheme } from '../core/app-scheme'

/** Characters that are around links in emails and sentences, and in no link of Fleep. */
const around = /[\s<>"'`()[\]{}|\\«»“”„‘’]+/u
/** What a sentence may add at either end of a link. */
const trailing = /[.,;:!?*_~…]+$/u
const leading = /^[*_~.,;]+/u
const scheme = new RegExp(`(?:https?|${appScheme})://.*`, 'i')
const hostAndPath = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*(?::\d{1,5})?[/?].*/u

/** How many addresses of filters may be around a link. */
const mostAround = 3

/**
 * Finds the links in what people paste: in `<…>`, in a sentence or before its dot, without `https://`, over several lines, in
 * the address of a filter that checks links, and from the source of an email, where `&` is `&amp;`, and `=` is `&#61;`, or `=3D`
 * with lines that end in `=` (quoted-printable, RFC 2045).
 *
 * @param server the origin whose scheme a link without one gets
 * @returns the parts that can be links or ids, those of the least changed text first
 */
export function pastedLinks(typed: string, server: string): string[] {
  const plain = removeInvisible(typed)
    .replace(/&(?:amp|#38|#x26);/gi, '&')
    .replace(/&(?:equals|#61|#x3d);/gi, '=')
  const texts = [plain, withoutBreaks(plain)]
  if (/=3D/i.test(plain)) {
    const lines = plain.replace(/=[ \t]*\r?\n/g, '')
    // A field of one line drops the line breaks, but not the signs before them.
    const signs = lines.replace(/=3D/gi, '\0').replaceAll('=', '').replaceAll('\0', '=')
    texts.push(lines.replace(/=3D/gi, '='), signs, withoutBreaks(signs))
  }
  const { protocol } = new URL(server)
  const links = texts.flatMap((text) => text.split(around).map((part) => linkIn(part, protocol)))
  return [...new Set([...links, ...links.flatMap((link) => linksWithin(link))])].filter(Boolean)
}

/** Mail filters and search engines put a link into a parameter of their own; one may be around another. */
function linksWithin(link: string, depth = 0): string[] {
  if (depth === mostAround || !URL.canParse(link)) return []
  const inner = [...new URL(link).searchParams.values()].filter((value) => /^https?:\/\//i.test(value))
  return inner.flatMap((one) => [one, ...linksWithin(one, depth + 1)])
}

/** Links that an email program has wrapped. */
function withoutBreaks(text: string): string {
  return text.replace(/\s*[\r\n]\s*/g, '')
}

function linkIn(part: string, protocol: string): string {
  const trimmed = part.replace(trailing, '').replace(leading, '')
  const whole = scheme.exec(trimmed)?.[0]
  if (whole !== undefined) return whole
  return hostAndPath.test(trimmed) ? `${protocol}//${trimmed}` : trimmed
}
