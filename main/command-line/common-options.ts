import type { OptionDeclarations } from './define-command'

/** They stand before a command, or behind it. */
export const commonOptions = {
  '--json': { description: 'cli.json' },
  '--server <address>': { description: 'cli.server' },
  '--authorities <file>': { description: 'cli.authorities', completion: 'file' },
} as const satisfies OptionDeclarations
