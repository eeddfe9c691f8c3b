import { signal } from '@preact/signals'
import type { FunctionComponent } from 'preact'

type Loaded<Props> = { Component: FunctionComponent<Props> } | { failure: unknown }

/**
 * Keeps a component out of the script that the window starts with: it is loaded when it first renders. If it cannot be
 * loaded, it throws as it renders, and the next time it renders it is loaded again.
 *
 * @param load imports the component
 */
export function lazy<Props extends object>(load: () => Promise<FunctionComponent<Props>>): FunctionComponent<Props> {
  const loaded = signal<Loaded<Props> | null>(null)
  let loading: Promise<void> | undefined
  const start = () =>
    load()
      .then(
        (Component) => ({ Component }),
        (failure: unknown) => ({ failure }),
      )
      .then((result) => {
        loaded.value = result
      })
  return (props) => {
    const now = loaded.value
    if (now && 'Component' in now) return <now.Component {...props} />
    if (now && loading) {
      loading = undefined
      throw now.failure
    }
    loading ??= start()
    return null
  }
}
