import './initials.css'

/** The first letters of the first two words of a name, in place of a picture. */
export function Initials({ name }: { name: string }) {
  const letters = name
    .split(/[\s@.]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase())
    .join('')
  return (
    <span class="initials" aria-hidden="true">
      {letters || '?'}
    </span>
  )
}
