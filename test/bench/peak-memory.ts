import { readFile, writeFile } from 'node:fs/promises'

/**
 * On Linux: from now on the highest that the processes' memory was at, beyond what it is at now.
 *
 * @param ids of processes; one that is gone counts nothing
 * @returns what tells it, in MB, all of them together
 */
export async function watchPeak(ids: number[]): Promise<() => Promise<number>> {
  const before = new Map<number, number>()
  for (const id of ids) {
    // Begins the highest anew. See proc(5), clear_refs.
    await writeFile(`/proc/${id}/clear_refs`, '5').catch(() => undefined)
    before.set(id, await read(id, 'VmRSS'))
  }
  return async () => {
    let growth = 0
    for (const [id, now] of before) growth += Math.max(0, (await read(id, 'VmHWM')) - now)
    return growth
  }
}

async function read(id: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
  return Number(status.match(new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm'))?.[1] ?? 0) / 1024
}
