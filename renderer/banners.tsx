import type { FunctionComponent } from 'preact'
import { useState } from 'preact/hooks'
import { type CommandError, run } from './bridge'
import { keychainName } from './keychain-name'
import { state } from './state'
import { text } from './text'
import { Banner } from './ui/banner'
import { formatTime } from './ui/format-time'
import { NextIcon } from './ui/icons'
import { findKeys } from './ui/keys'
import { lazy } from './ui/lazy'
import { failedRefreshes, refresh } from './ui/use-refresh'
import './banners.css'

const UpdateBanner = lazy(async () => (await import('./panels/updates/update-banner')).UpdateBanner)

interface Message {
  isDue(): boolean
  View: FunctionComponent<BannersProps>
}

/** What the window has to say, the most important first. */
const messages: Message[] = [
  { View: SessionEndedBanner, isDue: () => state.session.value.kind === 'expired' && !state.session.value.interrupted },
  { View: OfflineBanner, isDue: () => !state.connection.value.online && state.session.value.kind !== 'signed-out' },
  { View: RefreshFailedBanner, isDue: () => failedRefreshes.value.size > 0 },
  { View: PasswordLeftBanner, isDue: () => state.passwordRemovalProblem.value !== null },
  { View: SignedOutBanner, isDue: () => signedOutNotice() !== null },
  { View: FileProblemBanner, isDue: () => state.fileProblem.value !== null },
  { View: SessionStorageBanner, isDue: () => state.sessionStorage.value.kind === 'memory-only' },
  { View: LinkDoneBanner, isDue: () => state.linkResult.value !== null },
  { View: UpdateBanner, isDue: isUpdateDue },
  { View: BasicsBanner, isDue: () => !state.appSettings.value.hasSeenHint && state.session.value.kind === 'signed-in' },
]

interface BannersProps {
  signInAgain?: () => void
}

/** One message at a time, in a bar over the bottom of the view, so that nothing moves when it comes or goes. */
export function Banners(props: BannersProps) {
  const [chosen, choose] = useState<Message | null>(null)
  const due = messages.filter((message) => message.isDue())
  const current = due.find((message) => message === chosen) ?? due[0]
  const place = current ? due.indexOf(current) + 1 : 0
  return (
    <aside class="banners" aria-label={text('banners.label')}>
      <div class="banner-text" role="status">
        {current && <current.View key={place} {...props} />}
      </div>
      {due.length > 1 && (
        <div class="next-banner">
          <span class="help">{text('common.doneOf', { done: place, total: due.length })}</span>
          <button
            type="button"
            class="link"
            aria-label={text('banners.next')}
            onClick={() => choose(due[place % due.length] ?? null)}
          >
            <NextIcon />
          </button>
        </div>
      )}
    </aside>
  )
}

function SessionEndedBanner({ signInAgain }: BannersProps) {
  return (
    <Banner kind="warning">
      <p>{text('session.endedBanner')}</p>
      <button type="button" onClick={signInAgain}>
        {text('session.enterPassword')}
      </button>
    </Banner>
  )
}

/** Tells a new user how settings are changed here, until they dismiss it. */
function BasicsBanner() {
  const dismiss = () => void run('app.change', { hasSeenHint: true })
  return <Notice message={text('session.basics', { keys: findKeys })} dismiss={dismiss} />
}

/** Says which of the app's own files could not be used. */
function FileProblemBanner() {
  return <Notice message={state.fileProblem.value} dismiss={() => void run('app.dismissFileProblem', {})} />
}

/** Says what the last link from an email did. */
function LinkDoneBanner() {
  return <Notice message={state.linkResult.value} dismiss={() => void run('links.dismiss', {})} />
}

function Notice({ message, dismiss }: { message: string | null; dismiss(): void }) {
  return (
    <Banner kind="info">
      <p>{message}</p>
      <button type="button" onClick={dismiss}>
        {text('common.ok')}
      </button>
    </Banner>
  )
}

function OfflineBanner() {
  const connection = state.connection.value
  if (connection.online) return null
  const { since, explanation } = connection
  return (
    <Banner kind="warning">
      <p>
        <strong>{text('common.offline')}</strong> {explanation}{' '}
        {since !== null && text('common.asOf', { time: formatTime(since) })}
      </p>
      <TryAgain tryAgain={() => run('account.refresh', {})} />
    </Banner>
  )
}

/** Says why the list of the open panel could not be read. */
function RefreshFailedBanner() {
  const [failed] = failedRefreshes.value
  if (!failed) return null
  const [command, error] = failed
  return (
    <Banner kind="warning">
      <p>{error.message}</p>
      <TryAgain tryAgain={() => refresh(command)} />
    </Banner>
  )
}

function PasswordLeftBanner() {
  const problem = state.passwordRemovalProblem.value ?? ''
  return (
    <Banner kind="warning">
      <p>{text('smtp.passwordLeft', { keychain: keychainName(), problem })}</p>
      <TryAgain tryAgain={() => refresh('smtp.refresh')} />
    </Banner>
  )
}

function signedOutNotice(): string | null {
  const session = state.session.value
  return session.kind === 'signed-out' ? session.notice : null
}

/** Says why nobody is signed in, if the user did not sign out. */
function SignedOutBanner() {
  const session = state.session.value
  if (session.kind !== 'signed-out') return null
  return (
    <Banner kind="info">
      <p>{session.notice}</p>
      {session.canRestore && <TryAgain tryAgain={() => run('session.restore', {})} />}
    </Banner>
  )
}

function TryAgain({ tryAgain }: { tryAgain(): Promise<unknown> }) {
  const [isTrying, setTrying] = useState(false)
  const click = async () => {
    if (isTrying) return
    setTrying(true)
    await tryAgain()
    setTrying(false)
  }
  return (
    <button type="button" aria-disabled={isTrying} onClick={() => void click()}>
      {text('common.tryAgain')}
    </button>
  )
}

/** Says that the session ends with the app, since it could not be stored. */
function SessionStorageBanner() {
  const [error, setError] = useState<CommandError | null>(null)
  const storage = state.sessionStorage.value
  if (storage.kind !== 'memory-only') return null
  const isUnreadable = storage.problem === 'unreadable'
  const keep = async () => {
    const result = await run('session.storeAgain', { replace: isUnreadable })
    setError(result.ok ? null : result.error)
  }
  return (
    <Banner kind="info">
      <p>
        {storage.explanation} {error && <span class="error">{error.message}</span>}
      </p>
      <button type="button" onClick={() => void keep()}>
        {isUnreadable ? text('keychain.replaceEntry') : text('common.tryAgain')}
      </button>
    </Banner>
  )
}

function isUpdateDue(): boolean {
  const update = state.update.value
  if (!update || update.kind === 'none' || state.session.value.kind === 'signed-out') return false
  return update.kind !== 'available' || !update.isDeclined
}
