import { signal } from '@preact/signals'
import type { FunctionComponent } from 'preact'

/**
 * Keeps a component out of the script that the window starts with: it is loaded when it first renders.
 *
 * @param load imports the component
 */
export function lazy<Props extends object>(load: () => Promise<FunctionComponent<Props>>): FunctionComponent<Props> {
  const loaded = signal<FunctionComponent<Props> | null>(null)
  return (props) => {
    const Component = loaded.value
    if (Component) return <Component {...props} />
    void load().then((component) => {
      loaded.value = component
    })
    return null
  }
}
