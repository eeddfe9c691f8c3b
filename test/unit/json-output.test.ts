import { expect, test } from 'vitest'
import { z } from 'zod'
import { jsonOutput } from '../../main/command-line/json-output'

/** `npx vitest run test/unit/json-output.test.ts --update` updates the file. */
test('docs/command-line.schema.json describes what commands print with --json', async () => {
  const schema = { title: 'fleep-settings, with --json', ...z.toJSONSchema(jsonOutput) }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../docs/command-line.schema.json')
})
