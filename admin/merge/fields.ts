import type { RaRecord } from 'react-admin'
import { withReferences } from '../api'

const UNSAID = /^(id|version|createdAt|updatedAt|submittedAt|__typename|viewer[A-Z]\w*)$/

export interface Sides {
  /** Both changed these, and not to the same. */
  conflicts: string[]
  /** Only the other one changed these. */
  theirs: string[]
}

/** Compares what was read, what it is now and what was typed, field by field. */
export function sidesOf(base: RaRecord, theirs: RaRecord, mine: Record<string, unknown>): Sides {
  const [before, now] = [withReferences(base), withReferences(theirs)]
  const fields = Object.keys(now).filter(
    (field) => !UNSAID.test(field) && isPlain(now[field]) && isPlain(before[field]),
  )
  const changed = fields.filter((field) => !same(now[field], before[field]))
  const conflicts = changed.filter(
    (field) => field in mine && !same(mine[field], before[field]) && !same(mine[field], now[field]),
  )
  return { conflicts, theirs: changed.filter((field) => !conflicts.includes(field)) }
}

/** Other records are compared by their ids alone. */
const isPlain = (value: unknown): boolean =>
  Array.isArray(value) ? value.every((one) => !isRecord(one)) : value === null || typeof value !== 'object'
const isRecord = (value: unknown) => typeof value === 'object' && value !== null && 'id' in value

const same = (one: unknown, other: unknown) => plain(one) === plain(other)
const plain = (value: unknown) => JSON.stringify(value ?? null, (_, part) => (part === '' ? null : part))
