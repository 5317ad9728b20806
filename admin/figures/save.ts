import { HttpError } from 'react-admin'
import { ask } from '../api'
import { graphql } from '../gql'
import type { UserError } from '../gql/graphql'
import type { Draft, Drafts } from './drafts'
import { askEntry, type Cell, gridOf, type Saved, type Scope, variablesOf } from './entryData'
import type { Quantity } from './readCell'
import { readCell } from './readCell'

/** What became of a cell. */
export type Result =
  | { kind: 'saved' | 'submitted'; now?: Saved | null }
  | { kind: 'refused'; message: string }
  /** Somebody else wrote it meanwhile. */
  | { kind: 'conflict'; now: Saved }
export type Results = Record<string, Result>

const record = graphql(`
  mutation EntryRecord($input: RecordOutcomeInput!) {
    done: recordOutcome(input: $input) { outcome { ...EntryOutcome } errors { field message code } }
  }
`)
const update = graphql(`
  mutation EntryUpdate($input: UpdateOutcomeInput!) {
    done: updateOutcome(input: $input) { outcome { ...EntryOutcome } errors { field message code } }
  }
`)
const submit = graphql(`
  mutation EntrySubmit($input: SubmitOutcomeInput!) {
    done: submitOutcome(input: $input) { outcome { ...EntryOutcome } errors { field message code } }
  }
`)

interface Done {
  done: { outcome?: Saved | null; errors: readonly UserError[] }
}

/** The grid as it is on the server now. */
export async function freshGrid(scope: Scope, added: string[]) {
  return gridOf(await askEntry(variablesOf(scope)), scope.start, added)
}

/** Whether a typed cell says what is saved already. */
export const isSame = (one: Quantity | null | undefined, other: Quantity | null | undefined) =>
  one?.state === other?.state && (one?.value ?? null) === (other?.value ?? null)

/**
 * Saves what was typed, cell by cell: a mistake in one does not hold up the others. When the server cannot be reached,
 * or the session has ended, it stops and throws; what was not saved stays typed.
 */
export async function saveCells(
  cells: Cell[],
  drafts: Drafts,
  { asOf, start }: Scope,
  tell: (cell: Cell, result: Result) => void,
) {
  for (const cell of cells) {
    const draft = drafts[cell.key] as Draft
    const figure = readCell(draft.text, cell.column)
    if (!figure || 'problem' in figure) continue
    const { saved, row, column } = cell
    if (isSame(figure, saved)) tell(cell, { kind: 'saved', now: saved })
    else if (saved && (saved.id !== draft.base?.id || cell.fixed)) tell(cell, { kind: 'conflict', now: saved })
    else {
      const periodStart = column.kind === 'FLOW' ? start : undefined
      const key = { programId: row.program.id, indicatorId: column.id, cohortId: row.cohort?.id }
      const entered = { state: figure.state, value: figure.value ?? null }
      const send = (): Promise<Done> =>
        draft.base && saved
          ? ask(update, { input: { id: saved.id, version: draft.base.version, ...entered } })
          : ask(record, { input: { ...key, asOf, periodStart, ...entered } })
      tell(cell, await resultOf(send, 'saved'))
    }
  }
}

export async function submitCells(cells: Cell[], tell: (cell: Cell, result: Result) => void) {
  for (const cell of cells) {
    const { id, version } = cell.saved as Saved
    tell(cell, await resultOf(() => ask(submit, { input: { id, version } }), 'submitted'))
  }
}

async function resultOf(send: () => Promise<Done>, kind: 'saved' | 'submitted'): Promise<Result> {
  try {
    const { outcome, errors } = (await send()).done
    if (!errors.length) return { kind, now: outcome }
    if (outcome && errors.some(({ code }) => code === 'CONFLICT')) return { kind: 'conflict', now: outcome }
    return { kind: 'refused', message: errors.map(({ message }) => message).join(' ') }
  } catch (error) {
    // Nothing but this one cell is wrong when it is forbidden or gone.
    if (error instanceof HttpError && [400, 403, 404].includes(error.status)) {
      return { kind: 'refused', message: error.message }
    }
    throw error
  }
}
