import { expect } from 'vitest'
import type { Asker } from './support.ts'

/** One number that anybody can read, with all that tells whom it counts. */
export interface Known {
  program: string
  measure: string
  population: string
  cohort: string | null
  dimension: string | null
  category: string | null
  from: string | null
  to: string
  value: number
}

/** What is asked of `results`. */
export interface Question {
  source: 'REPORTED' | 'REGISTERED'
  by: string[]
  filter: Record<string, string[] | number[]>
  asOf: string
  knownAt: string
  today: boolean
}

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
type Any = any

const ROW = `round { year } district { code } program { code } targetGroup { code } indicator { code } sex ageBand category
  basis population unitEn kind incomplete figure { state value } outcomeCounts { present suppressed } asOfTo`

/** The rows of an answer. */
export async function rowsOf(who: Asker, question: Question): Promise<Any[]> {
  const { source, by, filter, asOf, knownAt, today } = question
  const names = (value: string[] | number[], name: string) =>
    `[${value.map((one) => (name === 'bases' || name === 'populations' ? one : JSON.stringify(one))).join(' ')}]`
  const parts = Object.entries(filter).map(([name, value]) => `${name}: ${names(value, name)}`)
  const args = `groupBy: [${by.join(' ')}], source: ${source}, mixed: LABEL, asOf: "${asOf}", knownAt: "${knownAt}", filter: { ${parts.join(', ')} }${today ? ', map: { on: "2026-11-01" }' : ''}`
  const { data, errors } = await who.ask(`{ results(${args}) { rows { ${ROW} } notDerivable { values { ${ROW} } } } }`)
  expect(errors).toBeUndefined()
  return data.results.rows
}

export const DIMENSIONS = ['SEX', 'AGE_BAND', 'TARGET_GROUP'] as const
export const categoryOf = (row: Any): string | null => row.sex ?? row.ageBand ?? row.targetGroup?.code ?? null

/** Every number about people that a caller can read of single programs: figure by figure, and by `results`. */
export async function knowledge(who: Asker, clocks: { asOf: string; knownAt: string }[]): Promise<Known[]> {
  const known: Known[] = []
  for (let after: string | null = null; ; ) {
    const { data, errors } = await who.ask(
      `query ($after: String) { outcomes(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes {
        program { code } indicator { code population kind } cohort { id } dimension category periodStart asOf state value } } }`,
      { after },
    )
    expect(errors).toBeUndefined()
    for (const node of data.outcomes.nodes) {
      if (node.state !== 'PRESENT' || node.indicator.kind === 'RATE' || !PEOPLE.includes(node.indicator.population))
        continue
      known.push({
        ...{ program: node.program.code, measure: node.indicator.code, population: node.indicator.population },
        ...{ cohort: node.cohort?.id ?? null, dimension: node.dimension, category: node.category },
        ...{ from: node.periodStart, to: node.asOf, value: node.value },
      })
    }
    if (!data.outcomes.pageInfo.hasNextPage) break
    after = data.outcomes.pageInfo.endCursor
  }
  for (const clock of clocks) {
    for (const dimension of [null, ...DIMENSIONS]) {
      for (const source of ['REPORTED', 'REGISTERED'] as const) {
        const by = ['PROGRAM', 'BASIS', ...(dimension ? [dimension] : [])]
        for (const row of await rowsOf(who, { source, by, filter: {}, ...clock, today: false })) {
          // An incomplete row is a sum of figures that are known one by one.
          if (
            row.figure.state !== 'PRESENT' ||
            row.incomplete ||
            row.kind === 'RATE' ||
            !PEOPLE.includes(row.population)
          )
            continue
          if (dimension && source === 'REPORTED' && categoryOf(row) === null) continue
          known.push({
            ...{ program: row.program.code, measure: `${source} ${row.basis}`, population: row.population },
            ...{
              cohort: null,
              dimension,
              category: categoryOf(row),
              from: row.kind === 'FLOW' ? `${row.program.code.slice(0, 4)}-01-01` : null,
              to: row.asOfTo,
              value: row.figure.value,
            },
          })
        }
      }
    }
  }
  return known
}

const PEOPLE = ['PARTICIPANTS', 'SERVICE_USERS']

/** Whether the people of one number may all be among those of the other. */
export function mayHold(whole: Known, part: Known): boolean {
  if (whole.program !== part.program || whole.population !== part.population) return false
  if (whole.cohort && whole.cohort !== part.cohort) return false
  if (whole.dimension && (whole.dimension !== part.dimension || whole.category !== part.category)) return false
  return !whole.from || !part.from || (whole.from <= part.from && part.to <= whole.to)
}

/** Small counts that come out when a number is taken from another that may hold it, or all parts but one from a whole. */
export function leaks(known: Known[], thresholdOf: (one: Known) => number): { found: string[]; tried: number } {
  const found = new Set<string>()
  let tried = 0
  const programs = groupBy(known, ({ program }) => program)
  const small = (left: number, of: Known[]) => left > 0 && left < Math.max(...of.map(thresholdOf))
  const say = (one: Known) =>
    `${one.measure} ${one.cohort ?? ''} ${one.dimension ?? ''} ${one.category ?? ''} ${one.from ?? ''}..${one.to} = ${one.value}`
  for (const all of programs.values()) {
    const own = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
    for (const whole of own) {
      if (small(whole.value, [whole])) found.add(`${whole.program}: ${say(whole)}`)
      for (const part of own) {
        if (part === whole || !mayHold(whole, part)) continue
        tried++
        if (small(Math.abs(whole.value - part.value), [whole, part])) {
          found.add(`${whole.program}: ${say(whole)} − ${say(part)}`)
        }
      }
    }
    // What is left of a whole without the parts of it that are known.
    const siblings = groupBy(
      own.filter(({ dimension, cohort }) => dimension || cohort),
      ({ measure, dimension, cohort, category, from, to }) =>
        JSON.stringify(dimension ? [measure, dimension, cohort, from, to] : [measure, null, category, from, to]),
    )
    for (const parts of siblings.values()) {
      const latest = [...new Map(parts.map((part) => [`${part.cohort} ${part.category}`, part])).values()]
      const [one] = latest as [Known]
      if (latest.length < 2) continue
      const sum = latest.reduce((total, { value }) => total + value, 0)
      for (const whole of own) {
        const outer = one.dimension
          ? whole.dimension === null && whole.cohort === one.cohort
          : whole.cohort === null && !whole.dimension
        if (whole.population !== one.population || whole.from || !outer) continue
        tried++
        // Those that are in none of the parts are not told to belong to a group.
        if (small(whole.value - sum, [whole])) {
          found.add(`${whole.program}: ${say(whole)} − (${latest.map(say).join(' + ')})`)
        }
      }
    }
  }
  return { found: [...found], tried }
}

export function groupBy<T>(rows: T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return groups
}
