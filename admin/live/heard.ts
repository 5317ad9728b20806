import { useEffect, useRef } from 'react'

/** The global ids and the types of what somebody else changed; null when that may be anything. */
export type Heard = { ids: string[]; types: string[] } | null
/** True when it was on the screen. */
type Listener = (heard: Heard) => boolean

const listeners = new Set<Listener>()

/** True when any of it was on the screen. */
export const tellHeard = (heard: Heard) => [...listeners].map((listener) => listener(heard)).some(Boolean)

/** Calls the latest `listener` when somebody else changed something. */
export function useHeard(listener: Listener) {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const call: Listener = (heard) => latest.current(heard)
    listeners.add(call)
    return () => void listeners.delete(call)
  }, [])
}

/** Whether any of the records is in what is shown. */
export function mentions(shown: unknown, heard: Heard): boolean {
  if (!heard) return true
  const text = shown === undefined ? '' : (JSON.stringify(shown) ?? '')
  return heard.ids.some((id) => text.includes(`"${id}"`))
}
