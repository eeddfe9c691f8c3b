import { pageRole } from './description'

/** `later` parts what is spoken immediately from what is spoken when an answer comes. */
export interface Line {
  kind: 'action' | 'focus' | 'change' | 'live' | 'later'
  text: string
  /** Path of the live region that it is in. */
  region?: string
}

/** The lines in groups, each of which begins with an action or with the answer that came later. */
export function answersOf(lines: Line[]): Line[][] {
  const answers: Line[][] = [[]]
  for (const line of lines) {
    if (line.kind === 'action' || line.kind === 'later') answers.push([])
    answers.at(-1)?.push(line)
  }
  return answers
}

/** Puts an empty line before each element that the user goes to. */
export function formatTranscript(lines: Line[]): string {
  return answersOf(lines)
    .flatMap(inSpokenOrder)
    .map(({ kind, text }) => (kind === 'action' ? `${text}\n` : `  ${text}\n`))
    .join('')
    .replaceAll('\n> go to', '\n\n> go to')
}

/**
 * Where the focus goes is spoken first, and then what live regions say: they wait until the screen reader is silent. What
 * comes at the same time is sorted, since its order depends on the machine. A focus that moves on interrupts what is
 * spoken, so only the last one counts; but one on the page itself is a mistake of the app and always counts.
 */
function inSpokenOrder(answer: Line[]): Line[] {
  const ofKind = (...kinds: Line['kind'][]) => answer.filter(({ kind }) => kinds.includes(kind))
  const isPage = ({ text }: Line) => text.startsWith(pageRole)
  const focused = ofKind('focus').filter((line, index, all) => index === all.length - 1 || isPage(line))
  // A region that was read while it grew is the same message.
  const isBegun = (line: Line, later: Line) => later.region === line.region && later.text.startsWith(line.text)
  const live = ofKind('live')
    .filter((line, index, all) => !all.slice(index + 1).some((later) => isBegun(line, later)))
    .toSorted((one, other) => (one.text < other.text ? -1 : 1))
  return [...ofKind('action', 'later'), ...focused, ...ofKind('change'), ...live]
}
