import { readFileSync } from 'node:fs'

/**
 * The spec files that docs/api-coverage.md names as the tests of the endpoints: together, they call every endpoint. They run
 * once more at a server that answers as Fleep's documentation says.
 */
export function documentedSpecs(): string[] {
  const rows = readFileSync('docs/api-coverage.md', 'utf8').matchAll(/^\| [a-z]+\/\S+ .* \| ([\w/-]+\.spec\.ts): .*$/gm)
  return [...new Set([...rows].map(([, file = '']) => file))]
}
