/** The result of one area of the stress tests. */
export interface AreaResult {
  cases: number
  /** One line per failure, with the case to repeat. */
  failures: string[]
}

export interface Scale {
  /** Run all cases; otherwise a tenth of them, selected by the seed. */
  isFull: boolean
  seed: number
}

export interface Area {
  name: string
  run(scale: Scale): Promise<AreaResult>
}

/** Returns all cases, or every tenth, starting at the seed's index. */
export function selectCases<Case>(cases: Case[], { isFull, seed }: Scale): Case[] {
  return isFull ? cases : cases.filter((_case, index) => index % 10 === seed % 10)
}

/** In milliseconds, longer than any case takes: a case that hangs is reported by its name. */
const caseTimeout = 90_000

/** Runs the cases, `concurrency` at a time. @param runCase throws if the case fails */
export async function runCases<Case>(
  cases: Case[],
  nameOf: (testCase: Case) => string,
  runCase: (testCase: Case) => Promise<void>,
  concurrency = 4,
): Promise<AreaResult> {
  const failures: string[] = []
  const remaining = [...cases]
  const worker = async () => {
    for (let testCase = remaining.shift(); testCase !== undefined; testCase = remaining.shift()) {
      const name = nameOf(testCase)
      await withTimeout(runCase(testCase), caseTimeout).catch((reason: Error) =>
        failures.push(`${name}: ${reason.message.split('\n')[0]}`),
      )
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return { cases: cases.length, failures }
}

/** @param limit in milliseconds. @throws if the promise has not settled by then */
export async function withTimeout<Value>(promise: Promise<Value>, limit: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished after ${limit} ms`)), limit)
  })
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer))
}
