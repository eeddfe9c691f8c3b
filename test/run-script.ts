/** Runs a script's work and ends the process by it, with the reason on standard error where it fails. */
export function runScript(work: () => Promise<void>): void {
  work().then(
    () => process.exit(0),
    (reason) => {
      process.stderr.write(`${reason.stack}\n`)
      process.exit(1)
    },
  )
}
