import type { FigureState } from '../generated/prisma/enums.ts'

export interface Quotient {
  state: FigureState
  value: number | null
  reason: keyof typeof quotientReasons | null
}

/** Why a quotient cannot be worked out. */
export const quotientReasons = {
  NO_TARGET: { description: 'No target is recorded, or it is zero.' },
  NO_ACTUAL: { description: 'No figure of actual jobs was known, or it has no value.' },
  NO_JOBS: { description: 'There were no jobs to divide by.' },
  NO_SPENDING: { description: 'The money spent is not recorded for every source.' },
} as const

/** A figure as far as a quotient needs it. */
interface Actual {
  state?: FigureState
  value?: { toString(): string } | null
}

/** To one decimal, half up. */
export function achievementPct(targetJobs: number | null, actual: Actual | undefined): Quotient {
  const jobs = countOf(actual)
  if (jobs === null) return withoutActual(actual)
  return targetJobs ? present(Math.round((jobs * 1000) / targetJobs) / 10) : without('NO_TARGET')
}

/** In whole won, half up. `spent` is null or undefined when it is not recorded for every source. */
export function costPerJob(spent: bigint | null | undefined, actual: Actual | undefined): Quotient {
  const jobs = countOf(actual)
  if (jobs === null) return withoutActual(actual)
  if (jobs === 0) return without('NO_JOBS')
  return typeof spent === 'bigint' ? present(Math.round(Number(spent) / jobs)) : without('NO_SPENDING')
}

const present = (value: number): Quotient => ({ state: 'PRESENT', value, reason: null })
const without = (reason: Quotient['reason']): Quotient => ({ state: 'NOT_DERIVABLE', value: null, reason })

/** What cannot exist or must be hidden stays so; else the quotient is not derivable. */
function withoutActual({ state }: Actual = {}): Quotient {
  const kept = state === 'NOT_APPLICABLE' || state === 'SUPPRESSED'
  return { ...without('NO_ACTUAL'), ...(kept && { state }) }
}

const countOf = ({ state, value }: Actual = {}) => (state === 'PRESENT' && value ? Number(value) : null)
