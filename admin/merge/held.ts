import { useRef, useState } from 'react'
import type { RaRecord } from 'react-admin'

export interface Held {
  /** The record that the form was filled from. */
  shown: RaRecord | undefined
  /** The record that the changes of the form are changes of: its version is sent. */
  base: RaRecord | undefined
  /** The record as it is now, when that is another version. */
  newer: RaRecord | undefined
  /** The base at the moment of a save. */
  now(): RaRecord | undefined
  /** From now on the changes are changes of this one; what stands in the form stays. */
  accept(record: RaRecord): void
  /** Fills the form from this one. */
  adopt(record: RaRecord): void
}

/** Holds the record that a form is about as it was read, however the page's record moves on. */
export function useHeld(latest: RaRecord | undefined): Held {
  const [{ shown, base }, hold] = useState({ shown: latest, base: latest })
  const current = useRef(base)
  if (latest && latest.id !== base?.id) {
    current.current = latest
    hold({ shown: latest, base: latest })
  }
  return {
    shown,
    base,
    newer: latest && base && latest.id === base.id && latest.version !== base.version ? latest : undefined,
    now: () => current.current,
    accept(record) {
      current.current = record
      hold({ shown, base: record })
    },
    adopt(record) {
      current.current = record
      hold({ shown: record, base: record })
    },
  }
}
