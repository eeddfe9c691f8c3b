import { readFile } from 'node:fs/promises'

/** Linux only. @returns the ids of a process and of all its descendants; its own id is first */
export async function processTree(id: number): Promise<number[]> {
  const text = await readFile(`/proc/${id}/task/${id}/children`, 'utf8').catch(() => '')
  const children = text.split(' ').filter(Boolean).map(Number)
  return [id, ...(await Promise.all(children.map(processTree))).flat()]
}
