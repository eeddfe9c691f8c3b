import { signal } from '@preact/signals'
import type { FunctionComponent } from 'preact'

/**
 * What is not needed at the start is loaded when it is first shown.
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
