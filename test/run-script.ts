/** Runs a script and then ends the process. Prints the error and exits with 1 if the script fails. */
export function runScript(script: () => Promise<void>): void {
  script().then(
    // Exits with process.exitCode if the script has set it.
    () => process.exit(),
    (reason) => {
      process.stderr.write(`${reason.stack}\n`)
      process.exit(1)
    },
  )
}
