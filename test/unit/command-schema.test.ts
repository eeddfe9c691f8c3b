import { expect, test } from 'vitest'
import { z } from 'zod'
import { jsonOutput } from '../../main/command-line/json-output'

/** `npx vitest run test/unit/command-schema.test.ts --update` writes it anew. */
test('docs/command-line.schema.json describes what commands print with --json', async () => {
  const schema = { title: 'fleep-settings, with --json', ...z.toJSONSchema(jsonOutput) }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../docs/command-line.schema.json')
})
