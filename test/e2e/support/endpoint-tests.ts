import { readFileSync } from 'node:fs'

/** A row of the first tables of docs/api-coverage.md. */
export interface EndpointTest {
  endpoint: string
  /** Where in the app it is called. */
  where: string
  /** Of its test, in test/e2e/. */
  file: string
  title: string
}

/** @returns each endpoint that the app calls, with its end-to-end test */
export function endpointTests(): EndpointTest[] {
  const rows = readFileSync('docs/api-coverage.md', 'utf8').matchAll(/^\| ([a-z]+\/\S+) +\| (.+?) +\| (.+?) +\|$/gm)
  return [...rows].map(([, endpoint = '', where = '', test = '']) => {
    const [, file = '', title = ''] = /^(\S+): (.+)$/.exec(test) ?? []
    return { endpoint, where, file, title }
  })
}
