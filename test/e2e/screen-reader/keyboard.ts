import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The keyboard of a display, by xdotool. Screen readers leave typing to the keyboard too: Chromium does not offer AT-SPI's
 * interface EditableText, and keys that the registry of AT-SPI generates do not arrive in Chromium.
 */
export class Keyboard {
  constructor(private readonly env: Record<string, string>) {}

  /** Types a text into the focused field, in place of its text. */
  async replaceText(text: string): Promise<void> {
    await this.run('key', 'ctrl+a')
    await this.run('type', '--', text)
  }

  private async run(...args: string[]): Promise<void> {
    await run('xdotool', args, { env: { ...process.env, ...this.env } })
  }
}
