import { Failure } from '../core/failure'
import { text } from '../core/text'

/**
 * @param typed may be in capital letters
 * @param name of the option or the setting, for the message
 * @param field of the command's input
 * @throws Failure `invalid-input`, which names all values, for any other value and for undefined
 */
export function oneOf<Value extends string>(
  typed: string | undefined,
  values: readonly Value[],
  name: string,
  field = name,
): Value {
  const found = values.find((value) => value === typed?.toLowerCase())
  if (found) return found
  throw new Failure('invalid-input', text('cli.nameIsOneOf', { name, values: values.join(', ') }), field)
}
