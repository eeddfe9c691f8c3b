import type { FunctionComponent } from 'preact'
import { useState } from 'preact/hooks'
import type { BannerProps } from './banner-views'
import { FailedBanner } from './failed-view'
import { state } from './state'
import { text } from './text'
import { ErrorBoundary } from './ui/error-boundary'
import { NextIcon } from './ui/icons'
import { lazy } from './ui/lazy'
import { failedRefreshes } from './ui/use-refresh'
import './banners.css'

const UpdateBanner = lazy(async () => (await import('./panels/updates/update-banner')).UpdateBanner)

type Views = typeof import('./banner-views')

/** The window starts without the messages. */
const view = (name: keyof Views) => lazy(async () => (await import('./banner-views'))[name])

interface Message {
  isDue(): boolean
  View: FunctionComponent<BannerProps>
}

/** The window's messages, the most important first. */
const messages: Message[] = [
  {
    View: view('SessionEndedBanner'),
    isDue: () => state.session.value.kind === 'expired' && !state.session.value.interrupted,
  },
  {
    View: view('OfflineBanner'),
    isDue: () => !state.connection.value.online && state.session.value.kind !== 'signed-out',
  },
  { View: view('RefreshFailedBanner'), isDue: () => failedRefreshes.value.size > 0 },
  { View: view('PasswordLeftBanner'), isDue: () => state.passwordRemovalProblem.value !== null },
  { View: view('SignedOutBanner'), isDue: () => signedOutNotice() !== null },
  { View: view('FileProblemBanner'), isDue: () => state.fileProblem.value !== null },
  { View: view('SessionStorageBanner'), isDue: () => state.sessionStorage.value.kind === 'memory-only' },
  { View: view('LinkDoneBanner'), isDue: () => state.linkResult.value !== null },
  { View: UpdateBanner, isDue: isUpdateDue },
  {
    View: view('BasicsBanner'),
    isDue: () => !state.appSettings.value.hasSeenHint && state.session.value.kind === 'signed-in',
  },
]

/** One message at a time, in a bar over the bottom of the view, so that nothing moves when it comes or goes. */
export function Banners(props: BannerProps) {
  const [chosen, choose] = useState<Message | null>(null)
  const due = messages.filter((message) => message.isDue())
  const current = due.find((message) => message === chosen) ?? due[0]
  const place = current ? due.indexOf(current) + 1 : 0
  return (
    <aside class="banners" aria-label={text('banners.label')}>
      <div class="banner-text" role="status">
        {current && (
          <ErrorBoundary key={place} fallback={(tryAgain) => <FailedBanner tryAgain={tryAgain} />}>
            <current.View {...props} />
          </ErrorBoundary>
        )}
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

function signedOutNotice(): string | null {
  const session = state.session.value
  return session.kind === 'signed-out' ? session.notice : null
}

function isUpdateDue(): boolean {
  const update = state.update.value
  if (!update || update.kind === 'none' || state.session.value.kind === 'signed-out') return false
  return update.kind !== 'available' || !update.isDeclined
}
