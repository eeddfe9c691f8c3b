import { readFile, writeFile } from 'node:fs/promises'

/**
 * Starts to record the peak memory of processes. Linux only.
 *
 * @param ids process ids; a process that has ended counts as 0
 * @returns a function that reads how much the memory has grown at most since then, in MB, summed over the processes
 */
export async function watchPeak(ids: number[]): Promise<() => Promise<number>> {
  const before = new Map<number, number>()
  for (const id of ids) {
    // Resets the peak. See clear_refs in proc(5).
    await writeFile(`/proc/${id}/clear_refs`, '5').catch(() => undefined)
    before.set(id, await read(id, 'VmRSS'))
  }
  return async () => {
    let growth = 0
    for (const [id, start] of before) growth += Math.max(0, (await read(id, 'VmHWM')) - start)
    return growth
  }
}

async function read(id: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
  return Number(status.match(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm'))?.[1] ?? 0) / 1024
}
