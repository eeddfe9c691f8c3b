import compileMessage from 'icu-minify/compile'
import { en } from './en'
import type { Catalogue, TextKey, Translation } from './languages'

/**
 * @throws Error with the text's key if a text is missing, unknown or not a valid ICU message, or if its arguments
 * differ from those of the English text
 */
export function compile(translation: Translation): Catalogue {
  const keys = Object.keys(en) as TextKey[]
  const unknown = Object.keys(translation).filter((key) => !(key in en))
  if (unknown.length > 0) throw new Error(`No such text: ${unknown.join(', ')}`)
  return Object.fromEntries(keys.map((key) => [key, compileOne(key, translation[key])])) as Catalogue
}

function compileOne(key: TextKey, message: string | undefined) {
  if (!message) throw new Error(`The text ${key} is missing.`)
  const compiled = compileMessageOrThrow(key, message)
  const [expected, actual] = [argumentsOf(compileMessageOrThrow(key, en[key])), argumentsOf(compiled)]
  if (expected !== actual) throw new Error(`The text ${key} has the arguments ${actual}, not ${expected}.`)
  return compiled
}

function compileMessageOrThrow(key: TextKey, message: string) {
  try {
    return compileMessage(message)
  } catch (reason) {
    throw new Error(`The text ${key} is not a valid ICU message.`, { cause: reason })
  }
}

/** @returns the names of all arguments and tags, sorted and separated by commas */
function argumentsOf(compiled: unknown): string {
  const names = new Set<string>()
  const visit = (node: unknown, isNode = true) => {
    if (!Array.isArray(node)) {
      if (node && typeof node === 'object') for (const branch of Object.values(node)) visit(branch, false)
      return
    }
    const [first, ...rest] = node
    if (isNode && typeof first === 'string') names.add(first)
    for (const part of isNode ? rest : node) visit(part)
  }
  visit(compiled, false)
  return [...names].sort().join(', ') || 'none'
}
