import { effect } from '@preact/signals'
import { beforeEach, expect, test, vi } from 'vitest'
import type { AppState } from '../../contract'
import { initialState } from '../../contract/initial-state'
import type { Language } from '../../texts/languages'

const english: Language = { locale: 'en', direction: 'ltr', catalogue: {} as Language['catalogue'] }
const estonian: Language = { ...english, locale: 'et' }

/** Starts the page's state. `send` plays the part of the main process. */
async function setUp() {
  vi.resetModules()
  let send: (changes: Partial<AppState>) => void = () => undefined
  const readLanguage = vi.fn(async (): Promise<Language> => english)
  vi.stubGlobal('window', {
    fleepSettings: {
      onState: (listener: typeof send) => {
        send = listener
      },
      readLanguage,
    },
  })
  const { followState, state } = await import('../../renderer/state')
  const { currentLocale } = await import('../../renderer/text')
  followState()
  return { send: (changes: Partial<AppState>) => send(changes), readLanguage, state, currentLocale }
}

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { style: { setProperty: vi.fn() }, dataset: {} } })
  return () => vi.unstubAllGlobals()
})

test('a change sets only its own keys', async () => {
  const { send, state } = await setUp()
  send({ ...initialState, lastEmail: 'a@b.example', keychain: 'keychain' })
  send({ lastEmail: 'c@d.example' })
  await vi.waitFor(() => expect(state.lastEmail.value).toBe('c@d.example'))
  expect(state.keychain.value).toBe('keychain')
})

test('the state is set together with its language, once the texts are loaded', async () => {
  const { send, readLanguage, state, currentLocale } = await setUp()
  let answer: (language: Language) => void = () => undefined
  readLanguage.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
  send({ ...initialState, locale: 'en', lastEmail: 'first' })
  send({ lastEmail: 'second' })
  const seen: [string | undefined, string, string][] = []
  effect(() => {
    seen.push([currentLocale(), state.locale.value, state.lastEmail.value])
  })
  await vi.waitFor(() => expect(readLanguage).toHaveBeenCalledTimes(1))
  expect(seen).toEqual([[undefined, 'en', '']])
  answer(english)
  await vi.waitFor(() => expect(state.lastEmail.value).toBe('second'))

  readLanguage.mockResolvedValueOnce(estonian)
  send({ locale: 'et', lastEmail: 'third' })
  await vi.waitFor(() => expect(state.lastEmail.value).toBe('third'))
  expect(seen).toEqual([
    [undefined, 'en', ''],
    ['en', 'en', 'first'],
    ['en', 'en', 'second'],
    ['et', 'et', 'third'],
  ])
})

test('an equal value does not change its signal', async () => {
  const { send, state } = await setUp()
  send({ ...initialState, connection: { online: false, since: 1, explanation: 'No network.' } })
  await vi.waitFor(() => expect(state.connection.value.online).toBe(false))
  const { connection, exports } = { connection: state.connection.value, exports: state.exports.value }
  send({ connection: { online: false, since: 1, explanation: 'No network.' }, exports: [], lastEmail: 'later' })
  await vi.waitFor(() => expect(state.lastEmail.value).toBe('later'))
  expect(state.connection.value).toBe(connection)
  expect(state.exports.value).toBe(exports)
})

test('a change that cannot be shown does not keep later ones from showing', async () => {
  const report = vi.fn()
  vi.stubGlobal('reportError', report)
  const { send, state, readLanguage } = await setUp()
  readLanguage.mockRejectedValueOnce(new Error('no answer'))
  send({ ...initialState, locale: 'et' })
  send({ lastEmail: 'later' })
  await vi.waitFor(() => expect(state.lastEmail.value).toBe('later'))
  expect(report).toHaveBeenCalledOnce()
})
