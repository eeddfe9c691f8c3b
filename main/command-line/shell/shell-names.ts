/** The shells that commands are completed in. */
export const shellNames = ['bash', 'zsh', 'fish'] as const

export type ShellName = (typeof shellNames)[number]
