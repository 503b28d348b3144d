import { readFileSync, readdirSync } from 'node:fs'

/** Peak memory of a process and all its descendants, in bytes, by name of the program. Linux only: reads /proc. */
export interface MemoryPeak {
  readonly total: number
  readonly byProgram: Readonly<Record<string, number>>
}

interface ProcessRow {
  readonly id: number
  readonly parent: number
  readonly program: string
  readonly residentBytes: number
}

function readProcess(id: number): ProcessRow | null {
  try {
    const status = readFileSync(`/proc/${id}/status`, 'utf8')
    const field = (name: string): string => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? ''
    const isChildScript = readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('inferenceProcess')
    return {
      id,
      parent: Number(field('PPid')),
      program: isChildScript ? 'inference' : field('Name'),
      residentBytes: Number.parseInt(field('VmRSS') || '0', 10) * 1024,
    }
  } catch {
    // The process ended while it was looked at.
    return null
  }
}

function processTree(root: number): readonly ProcessRow[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
  const members = new Set([root])
  for (let grown = true; grown;) {
    const before = members.size
    for (const row of all) if (members.has(row.parent)) members.add(row.id)
    grown = members.size > before
  }
  return all.filter((row) => members.has(row.id))
}

/** Samples the tree below `root` every 100 ms until `stop` is called. */
export function watchMemory(root: number): { stop(): MemoryPeak } {
  let total = 0
  const byProgram: Record<string, number> = {}
  const timer = setInterval(() => {
    const rows = processTree(root)
    total = Math.max(
      total,
      rows.reduce((sum, row) => sum + row.residentBytes, 0),
    )
    for (const row of rows) byProgram[row.program] = Math.max(byProgram[row.program] ?? 0, row.residentBytes)
  }, 100)
  return {
    stop() {
      clearInterval(timer)
      return { total, byProgram }
    },
  }
}
