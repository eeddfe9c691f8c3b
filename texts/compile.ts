import compileMessage from 'icu-minify/compile'
import { en } from './en'
import type { Catalogue, TextKey, Translation } from './languages'

/**
 * @throws Error naming the text for one that is missing or unknown, is no ICU message, or has other arguments than the
 * English one
 */
export function compile(translation: Translation): Catalogue {
  const keys = Object.keys(en) as TextKey[]
  const unknown = Object.keys(translation).filter((key) => !(key in en))
  if (unknown.length > 0) throw new Error(`No such text: ${unknown.join(', ')}`)
  return Object.fromEntries(keys.map((key) => [key, compileOne(key, translation[key])])) as Catalogue
}

function compileOne(key: TextKey, message: string | undefined) {
  if (!message) throw new Error(`The text ${key} is missing.`)
  const compiled = compiledOrThrow(key, message)
  const [wanted, given] = [argumentsOf(compiledOrThrow(key, en[key])), argumentsOf(compiled)]
  if (wanted !== given) throw new Error(`The text ${key} has the arguments ${given}, not ${wanted}.`)
  return compiled
}

function compiledOrThrow(key: TextKey, message: string) {
  try {
    return compileMessage(message)
  } catch (reason) {
    throw new Error(`The text ${key} is no ICU message.`, { cause: reason })
  }
}

/** The names of all arguments and tags in it, in the order of the alphabet. */
function argumentsOf(compiled: unknown): string {
  const names = new Set<string>()
  const look = (node: unknown, isNode = true) => {
    if (!Array.isArray(node)) {
      if (node && typeof node === 'object') for (const branch of Object.values(node)) look(branch, false)
      return
    }
    const [first, ...rest] = node
    if (isNode && typeof first === 'string') names.add(first)
    for (const part of isNode ? rest : node) look(part)
  }
  look(compiled, false)
  return [...names].sort().join(', ') || 'none'
}
