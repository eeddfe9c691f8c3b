/** Runs a script's work and ends the process by it, with the reason on standard error where it fails. */
export function runScript(work: () => Promise<void>): void {
  work().then(
    // With the code that the work may have set.
    () => process.exit(),
    (reason) => {
      process.stderr.write(`${reason.stack}\n`)
      process.exit(1)
    },
  )
}
