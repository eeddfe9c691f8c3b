import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PollPace } from '../../main/features/session/poll-pace'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const now = () => performance.now()
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds)
/** Lets the time of the next poll come, and polls. @returns how long that took, in milliseconds */
function pollNext(pace: PollPace): number {
  const wait = Math.max(0, pace.nextPoll - now())
  pass(wait)
  pace.notePoll()
  return wait
}

test('the first poll and start wait for nothing', () => {
  const pace = new PollPace()
  expect([pace.nextStart <= now(), pace.nextPoll <= now()]).toEqual([true, true])
})

test.each(['other', 'nothing'] as const)(
  'a poll that brought %s is followed after a second at the earliest',
  (outcome) => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const pace = new PollPace()
    pollNext(pace)
    pace.succeedPoll(outcome)
    expect(pollNext(pace)).toBe(1000)
    pass(1500)
    pace.succeedPoll('other')
    // The second counts from the beginning of the poll.
    expect(pollNext(pace)).toBe(0)
  },
)

test('a change of one’s own is followed immediately, and many of them once a second', () => {
  const pace = new PollPace()
  const waits = Array.from({ length: 200 }, () => {
    const wait = pollNext(pace)
    pace.succeedPoll('own')
    return wait
  })
  expect(waits.slice(0, 20)).toEqual(Array(20).fill(0))
  // In the long run, one is followed immediately every ten seconds.
  const seconds = waits.slice(20).reduce((sum, wait) => sum + wait, 0) / 1000
  expect(180 / seconds).toBeLessThanOrEqual(1.2)
})

test.each<[string, (pace: PollPace) => void]>([
  ['failed polls', (pace) => pace.failPoll()],
  ['polls that end immediately with nothing new', (pace) => pace.succeedPoll('nothing')],
])('after %s the waits grow to a minute, up to 50 %% shorter or longer', (_name, fail) => {
  const waitsWith = (chance: number) => {
    vi.spyOn(Math, 'random').mockReturnValue(chance)
    const pace = new PollPace()
    return Array.from({ length: 9 }, () => {
      const wait = pollNext(pace)
      fail(pace)
      return wait
    })
  }
  expect(waitsWith(0.5)).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
  expect(waitsWith(0)).toEqual([0, 1000, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(waitsWith(1).at(-1)).toBe(90_000)
})

test('a start that succeeds does not end the growth; a poll does', () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const pace = new PollPace()
  for (let round = 0; round < 4; round += 1) {
    pace.noteStart()
    pollNext(pace)
    pace.failPoll()
  }
  pace.noteStart()
  expect(pollNext(pace)).toBe(8000)
  pace.succeedPoll('other')
  pollNext(pace)
  pace.failPoll()
  expect(pollNext(pace)).toBe(1000)
})

test('a failed poll does not delay the start that tells whether Fleep can be reached; a failed start delays the next one', () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const pace = new PollPace()
  pace.noteStart()
  pollNext(pace)
  for (let failure = 0; failure < 6; failure += 1) pace.failPoll()
  expect(pace.nextStart - now()).toBe(1000)
  pace.failStart()
  expect(pace.nextStart - now()).toBe(60_000)
})

test('a poll that a proxy cuts off after a minute is repeated immediately', () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const pace = new PollPace()
  const waits = Array.from({ length: 20 }, () => {
    const wait = pollNext(pace)
    pass(60_000)
    pace.failPoll()
    return wait
  })
  expect(waits).toEqual(Array(20).fill(0))
})

test('a poll that was held and brought nothing is repeated immediately', () => {
  const pace = new PollPace()
  for (let poll = 0; poll < 20; poll += 1) {
    expect(pollNext(pace)).toBe(0)
    pass(20_000)
    pace.succeedPoll('nothing')
  }
})

test('the user ends a growing wait, but neither the shortest interval nor what the server asked for', () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const pace = new PollPace()
  pollNext(pace)
  for (let failure = 0; failure < 6; failure += 1) pace.failPoll()
  pace.skipWait()
  expect(pollNext(pace)).toBe(1000)
  pace.failPoll(30_000)
  pace.skipWait()
  expect(pace.nextStart - now()).toBe(30_000)
  expect(pollNext(pace)).toBe(30_000)
  // The growth goes on.
  pace.failPoll()
  expect(pollNext(pace)).toBe(60_000)
})
