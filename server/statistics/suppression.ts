import type { CountingBasis, Dimension, Population } from '../generated/prisma/enums.ts'

/*
 * Suppression of small counts (소수 셀 비공개, Statistics Act art. 33). The design:
 *
 * - What is protected: counts of people, that is figures of participants and of service users (a household is people),
 *   but no targets, money, service events or scores of users. Rates of participants are withheld, because a rate and a
 *   whole give the part. Zero is published; the distance to it, as to any other value, is not.
 * - Each count is opened or withheld once, when it becomes known to the public, whatever is asked later: a reported
 *   figure at its approval (`outcome.public_value`), registered participants at the final report of their program
 *   (`register_count`: one day, one moment, so that no two days can be subtracted). Sums, rates, quotients, drifts and
 *   reconciliations for the public are computed from opened counts only, and nothing is ever sorted by others. So
 *   whatever is subtracted from whatever else is a sum of opened counts, on any map, filter, grouping and clock.
 * - So opened counts of one program must not give a small count away among themselves. Two that may be part and whole
 *   (indicators, bases, corrections and days count as such) are equal or at least the threshold apart: an earlier or
 *   larger group minus a later or smaller one is then no small group. What intakes or months add up to counts as
 *   opened too. A breakdown is opened as one or not at all: when its parts add up to an open total and all can be
 *   opened (so never one of overlapping groups). That is the complementary suppression.
 * - What is opened stays open, so a later count that would give a step away is withheld; the next one that is far
 *   enough from all opened ones is opened again.
 * - A figure that cites a document which everyone can read is public already and is opened whatever its size.
 *   A claim is a quotation of what was published, and is shown as such.
 */

/** Counts below it are withheld, in persons; the sensitive one where origin, health or belief would be told. */
export interface Thresholds {
  ordinary: number
  sensitive: number
}

/** A count of people of one program. */
export interface Count {
  value: number
  population: Population
  /** What is counted: counts of the same measure add up to their whole. */
  measure: string
  cohortId: number | null
  dimension: Dimension | null
  /** The part of the breakdown; empty for those of whom it is not known. */
  category: string | null
  /** First day of the period of a flow, as YYYY-MM-DD; null for what is counted since the start. */
  from: string | null
  /** Day for which it is true, as YYYY-MM-DD. */
  to: string
  /** The threshold that holds for it. */
  threshold: number
  /** Whether it is open already. */
  open: boolean
}

/** The bases of registered participants, the one that matters most to the public first. */
export const BASES_BY_WEIGHT: CountingBasis[] = ['PLACED', 'TRAINED', 'SELECTED', 'APPLIED', 'RETAINED', 'IN_TRAINING']

/**
 * Which of the counts of one program can be opened beside those that are open, decided in their order. A breakdown is
 * decided as one: when its parts add up to a total that is open.
 */
export function openable<C extends Count>(counts: C[]): C[] {
  const open = new Set(counts.filter((count) => count.open))
  const known = new Known(counts)
  for (const count of open) known.add(count)
  const seen: C[] = []
  const openAll = (together: C[]) => {
    if (known.take(together)) for (const count of together) open.add(count)
  }
  const openBreakdowns = (total: C) => {
    for (const parts of breakdownsOf(total, seen)) openAll(parts.filter((part) => !open.has(part)))
  }
  for (const count of counts) {
    seen.push(count)
    if (count.dimension === null) {
      if (!open.has(count)) openAll([count])
      if (open.has(count)) openBreakdowns(count)
    } else if (!open.has(count)) {
      for (const total of seen) if (open.has(total) && isTotalOf(total, count)) openBreakdowns(total)
    }
  }
  return counts.filter((count) => open.has(count) && !count.open)
}

const isTotalOf = (total: Count, part: Count) =>
  total.dimension === null && sameBut(['dimension', 'category', 'value', 'threshold', 'open'], total, part)

function sameBut(apart: (keyof Count)[], one: Count, other: Count): boolean {
  const keys = ['population', 'measure', 'cohortId', 'dimension', 'category', 'from', 'to'] as const
  return keys.every((key) => apart.includes(key) || one[key] === other[key])
}

/** The breakdowns that add up to the total, of each part the latest count. */
function breakdownsOf<C extends Count>(total: C, counts: C[]): C[][] {
  const breakdowns = new Map<string, Map<string | null, C>>()
  for (const count of counts) {
    if (!count.dimension || !isTotalOf(total, count)) continue
    const parts = breakdowns.get(count.dimension) ?? new Map<string | null, C>()
    breakdowns.set(count.dimension, parts.set(count.category, count))
  }
  const lists = [...breakdowns.values()].map((parts) => [...parts.values()])
  return lists.filter((parts) => parts.reduce((sum, { value }) => sum + value, 0) === total.value)
}

/** What anybody knows of a program: the open counts and what can be added up from them. */
class Known {
  private readonly counts: Count[] = []
  private readonly values = new Map<string, Count>()
  /** Days and periods that months may add up to. */
  private readonly periods: { from: string | null; to: string }[]

  constructor(counts: Count[]) {
    const flows = counts.some(({ from }) => from) ? counts : []
    const periods = flows.flatMap(({ from, to }) => [{ from: null, to }, ...(from ? [{ from, to }] : [])])
    this.periods = [...new Map(periods.map((period) => [`${period.from} ${period.to}`, period])).values()]
  }

  /** Adds the counts if no small one could then be worked out. */
  take(together: Count[]): boolean {
    const [counts, values] = [this.counts.length, new Map(this.values)]
    for (const count of together) {
      const small = count.value !== 0 && count.value < count.threshold
      if (!small && !this.givesAway(count)) {
        this.add(count)
        continue
      }
      this.counts.length = counts
      this.values.clear()
      for (const [name, value] of values) this.values.set(name, value)
      return false
    }
    return true
  }

  add(count: Count) {
    for (const one of [count, ...this.sumsWith(count)]) this.values.set(nameOf(one), one)
    this.counts.push(count)
  }

  private givesAway(count: Count): boolean {
    const fresh = [count, ...this.sumsWith(count)]
    return fresh.some((one) => [...this.values.values(), ...fresh].some((other) => near(one, other)))
  }

  /** What it adds up to with others: with the other intake, and with the other months of each period. */
  private sumsWith(count: Count): Count[] {
    const intakes = this.counts.filter(({ cohortId }) => cohortId !== null && cohortId !== count.cohortId)
    const sums = count.cohortId === null ? [] : intakes.flatMap((other) => sumOf(count, other))
    return [...sums, ...this.periods.flatMap((period) => this.sumIn(period, count))]
  }

  private sumIn(period: { from: string | null; to: string }, count: Count): Count[] {
    const months = [...this.counts, count].filter((other) => {
      if (!other.from || !sameBut(['from', 'to'], other, count)) return false
      return (period.from === null || period.from <= other.from) && other.to <= period.to
    })
    if (!count.from || !months.includes(count)) return []
    const latest = [...new Map(months.map((month) => [`${month.from} ${month.to}`, month])).values()]
    // A period that lies within another one is not added to it.
    const parts = latest.filter(
      (month) => !latest.some((other) => other !== month && month.from !== null && holdsPeriod(other, month)),
    )
    if (parts.length < 2) return []
    const value = parts.reduce((sum, month) => sum + month.value, 0)
    return [{ ...count, ...period, value, threshold: Math.max(...parts.map(({ threshold }) => threshold)) }]
  }
}

/** Two intakes together, whatever was counted of each; their part of a breakdown only where it is the same. */
function sumOf(one: Count, other: Count): Count[] {
  if (!sameBut(['measure', 'cohortId', 'from', 'to'], one, other)) return []
  const from = one.from && other.from ? ([one.from, other.from].sort()[0] as string) : null
  const threshold = Math.max(one.threshold, other.threshold)
  return [{ ...one, from, cohortId: null, value: one.value + other.value, threshold }]
}

const nameOf = ({ population, cohortId, dimension, category, from, to, value, threshold }: Count) =>
  JSON.stringify([population, cohortId, dimension, category, from, from && to, value, threshold])

/** Whether one may be a part of the other and what is left is a small count. */
function near(one: Count, other: Count): boolean {
  const left = Math.abs(one.value - other.value)
  return left > 0 && left < Math.max(one.threshold, other.threshold) && (holds(one, other) || holds(other, one))
}

function holds(whole: Count, part: Count): boolean {
  if (whole.population !== part.population) return false
  if (whole.cohortId !== null && whole.cohortId !== part.cohortId) return false
  if (whole.dimension && !(whole.dimension === part.dimension && holdsCategory(whole, part))) return false
  // Only of two flows the periods tell that neither holds the other.
  return whole.from === null || part.from === null || holdsPeriod(whole, part)
}

const holdsPeriod = (whole: Count, part: Count) => String(whole.from) <= String(part.from) && part.to <= whole.to

function holdsCategory(whole: Count, part: Count): boolean {
  if (whole.dimension !== 'AGE_BAND' || !whole.category || !part.category) return whole.category === part.category
  const [[from, to], [first, last]] = [bandOf(whole.category), bandOf(part.category)]
  return from <= first && last <= to
}

/** From 40-49 or 65+. */
function bandOf(category: string): [number, number] {
  const [from, to] = category.split(/[-+]/)
  return [Number(from), to ? Number(to) : Number.POSITIVE_INFINITY]
}
