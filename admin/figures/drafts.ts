import { useCallback, useRef, useState } from 'react'
import type { Quantity } from './readCell'

/** What was typed into a cell and is not saved yet. */
export interface Draft {
  text: string
  /** The figure as it was when it was typed over; null when there was none. */
  base: (Quantity & { id: string; version: number }) | null
}
export type Drafts = Record<string, Draft>
interface Kept {
  at: string
  drafts: Drafts
}

// Not in react-admin's store, which is emptied when somebody signs out.
const addressOf = (key: string) => `sangsaeng.entry.${key}`

/** Typed values live in the browser until they are saved, whatever happens to the page, the server or the session. */
export function useDrafts(key: string) {
  const [{ drafts, restored }, setState] = useState(() => start(key))
  const [unkept, setUnkept] = useState(false)
  const latest = useRef(drafts)
  const undo = useRef<Drafts[]>([])

  const write = useCallback(
    (change: (drafts: Drafts) => Drafts) => {
      const next = change(latest.current)
      latest.current = next
      setUnkept(!keep(key, next))
      setState((known) => ({ drafts: next, restored: Object.keys(next).length ? known.restored : undefined }))
    },
    [key],
  )
  /** Remembers the present values, so that the next change can be taken back. */
  const mark = useCallback(() => {
    undo.current = [...undo.current.slice(-49), latest.current]
  }, [])
  const takeBack = useCallback(() => {
    const before = undo.current.pop()
    if (before) write(() => before)
  }, [write])
  const seen = useCallback(() => setState((known) => ({ ...known, restored: undefined })), [])
  return { drafts, restored, unkept, write, mark, takeBack, seen }
}

/** The columns of what was typed: the part of a cell's key behind the bar. */
export const keptColumns = (key: string) => [
  ...new Set(Object.keys(start(key).drafts).map((cell) => cell.split('|')[1] ?? '')),
]

function start(key: string) {
  const kept = read(key)
  return { drafts: kept?.drafts ?? {}, restored: kept }
}

function read(key: string): Kept | undefined {
  try {
    return JSON.parse(localStorage.getItem(addressOf(key)) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** False when the browser does not keep it: private windows, a full disk. */
function keep(key: string, drafts: Drafts): boolean {
  try {
    if (Object.keys(drafts).length) {
      localStorage.setItem(addressOf(key), JSON.stringify({ at: new Date().toISOString(), drafts } satisfies Kept))
    } else {
      localStorage.removeItem(addressOf(key))
    }
    return true
  } catch {
    return false
  }
}
