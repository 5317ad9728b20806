import type { Mapping } from './columns'

/** One line of the file that is imported. */
export interface FileLine {
  line: number
  cells: string[]
}

/** A file on its way into the system. */
export interface Loaded {
  fileName: string
  header: string[]
  lines: FileLine[]
  mapping: Mapping
  /** Number of the program that all lines are of, where no column says it. */
  program: string
}

// A file has personal data in it, so it outlives a reload but not the tab: neither disk nor the next person gets it.
const PREFIX = 'sangsaeng.import.'
const inMemory = new Map<string, Loaded>()

export const recall = (key: string): Loaded | undefined => {
  const known = inMemory.get(key)
  if (known) return known
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** False when the file is too large to outlive a reload; it stays while the page does. */
export function keep(key: string, loaded: Loaded | undefined): boolean {
  if (loaded) inMemory.set(key, loaded)
  else inMemory.delete(key)
  try {
    sessionStorage.removeItem(PREFIX + key)
    if (loaded) sessionStorage.setItem(PREFIX + key, JSON.stringify(loaded))
    return true
  } catch {
    return false
  }
}

/** For the one who signs out. */
export function forgetFiles() {
  inMemory.clear()
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}
