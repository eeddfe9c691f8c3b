/** What a part of the trust tests found. */
export interface Findings {
  cases: number
  /** One line each, with what is needed to repeat it. */
  failures: string[]
}

export interface Scale {
  /** All cases, or a tenth of them, chosen by the seed. */
  isFull: boolean
  seed: number
}

export interface Area {
  name: string
  run(scale: Scale): Promise<Findings>
}

/** Every tenth case when the scale is short, beginning where the seed says. */
export function chosen<Case>(cases: Case[], { isFull, seed }: Scale): Case[] {
  return isFull ? cases : cases.filter((_one, index) => index % 10 === seed % 10)
}

/** Longer than any case takes, in milliseconds: one that waits for something that never comes is told by name. */
const patience = 90_000

/** Runs the cases, a few at a time. @param attempt throws where something is not as it must be */
export async function attemptAll<Case>(
  cases: Case[],
  nameOf: (one: Case) => string,
  attempt: (one: Case) => Promise<void>,
  atOnce = 4,
): Promise<Findings> {
  const failures: string[] = []
  const left = [...cases]
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      const name = nameOf(one)
      await inTime(attempt(one), patience).catch((reason: Error) =>
        failures.push(`${name}: ${reason.message.split('\n')[0]}`),
      )
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { cases: cases.length, failures }
}

/** @param limit in milliseconds. @throws once it is over */
export async function inTime<Value>(work: Promise<Value>, limit: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('it never ends')), limit)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
