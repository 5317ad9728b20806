import { useMemo } from 'react'
import { ask } from '../api'
import { graphql } from '../gql'
import type { EntryFiguresQuery, EntryIndicatorFragment, EntryOutcomeFragment } from '../gql/graphql'
import { useAnswer } from './answer'
import type { Quantity } from './readCell'

graphql(`
  fragment EntryIndicator on Indicator {
    id code nameKo nameEn unitKo unitEn basis population kind
  }
`)
graphql(`
  fragment EntryOutcome on Outcome {
    id version viewerCanUpdate status state value periodStart asOf returnNote supersededAt dimension
    program { id }
    cohort { id }
    indicator { ...EntryIndicator }
  }
`)
const query = graphql(`
  query EntryFigures($district: ID!, $year: Int!, $asOf: Date!, $before: Date!) {
    programs(filter: { district: $district, year: $year }, first: 100) {
      nodes {
        id code titleKo titleEn
        cohorts { id nameKo nameEn }
        figures(asOf: $before) { state value figureAsOf cohort { id } indicator { ...EntryIndicator } }
      }
    }
    outcomes(filter: { district: $district, year: $year, asOf: $asOf }, first: 100) {
      totalCount
      nodes { ...EntryOutcome }
    }
    indicators(first: 100) { nodes { ...EntryIndicator } }
    periodLocks(filter: { year: $year, locked: true, day: $asOf }) { nodes { from to lockedAt } }
  }
`)

const more = graphql(`
  query EntryMore($district: ID!, $year: Int!, $asOf: Date!, $offset: Int!) {
    outcomes(filter: { district: $district, year: $year, asOf: $asOf }, first: 100, offset: $offset) {
      nodes { ...EntryOutcome }
    }
  }
`)
type Asked = ReturnType<typeof variablesOf>

/** The grid's data with every figure of the day, however many pages they are: one that is not seen is entered twice. */
export async function askEntry(variables: Asked, signal?: AbortSignal): Promise<EntryFiguresQuery> {
  const { outcomes, ...rest } = await ask(query, variables, signal)
  const nodes = [...outcomes.nodes]
  while (nodes.length < outcomes.totalCount) {
    const { before: _, ...where } = variables
    const page = await ask(more, { ...where, offset: nodes.length }, signal)
    if (!page.outcomes.nodes.length) break
    nodes.push(...page.outcomes.nodes)
  }
  return { ...rest, outcomes: { ...outcomes, nodes } }
}

export interface Scope {
  district: string
  year: number
  /** Day for which the figures are true, and the first day of their period for those that have one. */
  asOf: string
  start: string
}
type Program = EntryFiguresQuery['programs']['nodes'][number]
export interface Row {
  key: string
  program: Program
  cohort?: Program['cohorts'][number]
}
export type Column = EntryIndicatorFragment
export type Saved = EntryOutcomeFragment
export type Fixed = 'LOCKED' | 'NEEDS_START' | 'SUBMITTED' | 'APPROVED' | 'NOT_YOURS'
export interface Cell {
  key: string
  row: Row
  column: Column
  saved?: Saved
  previous?: Quantity & { figureAsOf?: string | null }
  /** Why it cannot be typed into. */
  fixed?: Fixed
  /** Whether the program reports this indicator. */
  used: boolean
}

export const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
export const variablesOf = ({ district, year, asOf }: Scope) => ({ district, year, asOf, before: dayBefore(asOf) })

/** The grid of a district for a day: programs and their intakes by indicators. */
export function useEntry(scope: Scope, added: string[]) {
  const answer = useAnswer(query, variablesOf(scope), { by: askEntry })
  const { data } = answer
  const grid = useMemo(() => data && gridOf(data, scope.start, added), [data, scope.start, added])
  return { answer, grid, data }
}

export type Grid = ReturnType<typeof gridOf>

export function gridOf(data: EntryFiguresQuery, start: string, added: string[]) {
  const rows: Row[] = data.programs.nodes.flatMap((program) => [
    { key: program.id, program },
    ...program.cohorts.map((cohort) => ({ key: `${program.id}/${cohort.id}`, program, cohort })),
  ])
  const totals = data.outcomes.nodes.filter(({ dimension, supersededAt }) => !dimension && !supersededAt)
  const columns = columnsOf(data, totals, added)
  const locked = data.periodLocks.nodes[0]
  const cells = rows.map((row) =>
    columns.map((column): Cell => {
      const here = (of: { cohort?: { id: string } | null; indicator: { id: string } }) =>
        of.indicator.id === column.id && (of.cohort?.id ?? '') === (row.cohort?.id ?? '')
      const flow = column.kind === 'FLOW'
      const saved = totals
        .filter((one) => one.program.id === row.program.id && here(one) && (!flow || one.periodStart === start))
        .sort((a, b) => ORDER[a.status] - ORDER[b.status])[0]
      const previous = row.program.figures.find(here)
      const cell = { key: `${row.key}|${column.id}`, row, column, saved, previous }
      return { ...cell, fixed: fixedOf(saved, Boolean(locked), flow && !start), used: Boolean(saved || previous) }
    }),
  )
  return {
    rows,
    columns,
    cells,
    locked,
    all: cells.flat(),
  }
}

// What can still be changed comes first, then what was decided.
const ORDER = { RETURNED: 0, DRAFT: 1, SUBMITTED: 2, APPROVED: 3 } as const

function fixedOf(saved: Saved | undefined, locked: boolean, needsStart: boolean): Fixed | undefined {
  if (locked) return 'LOCKED'
  if (saved?.status === 'APPROVED' || saved?.status === 'SUBMITTED') return saved.status
  if (saved && !saved.viewerCanUpdate) return 'NOT_YOURS'
  return needsStart ? 'NEEDS_START' : undefined
}

/** The indicators that the programs report, and those that the officer added; else the ones every program starts with. */
function columnsOf({ programs, indicators }: EntryFiguresQuery, totals: Saved[], added: string[]): Column[] {
  const figures = programs.nodes.flatMap((program) => program.figures)
  const used = [...figures, ...totals].map(({ indicator }) => indicator.id)
  const wanted = new Set([...used, ...added])
  const all = [
    ...indicators.nodes,
    ...totals.map(({ indicator }) => indicator),
    ...figures.map(({ indicator }) => indicator),
  ]
  const known = [...new Map(all.map((one) => [one.id, one])).values()]
  const shown = known.filter(({ id }) => wanted.has(id))
  if (shown.length) return shown.sort(byBasis)
  return known.filter(({ code }) => STARTING.includes(code)).sort(byBasis)
}

const STARTING = ['APPLIED', 'SELECTED', 'TRAINED', 'PLACED']
const BASES = [
  'TARGET',
  'APPLIED',
  'SELECTED',
  'IN_TRAINING',
  'TRAINED',
  'PLACED',
  'RETAINED',
  'REACHED',
  'DELIVERED',
  'OTHER',
]
const byBasis = (a: Column, b: Column) =>
  BASES.indexOf(a.basis) - BASES.indexOf(b.basis) || a.code.localeCompare(b.code)
