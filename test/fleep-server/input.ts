import { invalid } from './failure'

/** The JSON body of a call. Missing and null fields are not given. */
export type Input = Record<string, unknown>

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name] ?? undefined
  if (value !== undefined && typeof value !== 'string') throw invalid(`${name} must be text`)
  return value
}

export function text(input: Input, name: string): string {
  const value = optionalText(input, name)
  if (value === undefined) throw invalid(`${name} is missing`)
  return value
}

export function optionalBoolean(input: Input, name: string): boolean | undefined {
  const value = input[name] ?? undefined
  if (value !== undefined && typeof value !== 'boolean') throw invalid(`${name} must be true or false`)
  return value
}
