/** Shows an error, and nothing without one. Screen readers read it immediately. */
export function ErrorText({ message }: { message: string | null | undefined }) {
  if (!message) return null
  return (
    <p class="error" role="alert">
      {message}
    </p>
  )
}
