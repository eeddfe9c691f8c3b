import { read } from 'read'

/**
 * Asks a question in the terminal.
 *
 * @param question that can be answered with yes
 * @returns whether the user agrees; false without a terminal, where nobody can
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const answer = await read({ prompt: `${question} `, output: process.stderr })
  return /^(?:y|yes|j|jah)$/i.test(answer.trim())
}
