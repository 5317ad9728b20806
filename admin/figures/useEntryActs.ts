import { useCallback, useState } from 'react'
import { HttpError, useLogoutIfAccessDenied, useTranslate } from 'react-admin'
import { useDrafts } from './drafts'
import type { Cell, Grid, Scope } from './entryData'
import type { ByName } from './grid'
import { readCell } from './readCell'
import { freshGrid, isSame, type Result, type Results, saveCells, submitCells } from './save'

interface Entry {
  draftKey: string
  scope: Scope
  added: string[]
  grid?: Grid
  refetch(): Promise<unknown>
}

/** What can be done in the grid. Nothing typed is forgotten before the server has it. */
export function useEntryActs({ draftKey, scope, added, grid, refetch }: Entry) {
  const translate = useTranslate()
  const { drafts, restored, unkept, write, mark, takeBack, seen } = useDrafts(draftKey)
  const [results, setResults] = useState<Results>({})
  const [currentKey, setCurrent] = useState<string>()
  const [left, setLeft] = useState<string[]>([])
  const [byName, setByName] = useState<ByName>()
  const [busy, setBusy] = useState(false)
  const [said, say] = useState('')
  const [stopped, setStopped] = useState<'OFFLINE' | 'SESSION' | 'SERVER'>()
  const signInAgain = useLogoutIfAccessDenied()
  const current = grid?.all.find(({ key }) => key === currentKey)

  const clear = (keys: string[]) =>
    setResults((known) => Object.fromEntries(Object.entries(known).filter(([key]) => !keys.includes(key))))
  const drop = (cell: Cell) => {
    clear([cell.key])
    write(({ [cell.key]: _, ...rest }) => rest)
  }
  const enter = (values: [Cell, string][]) => {
    clear(values.map(([{ key }]) => key))
    say('')
    write((before) => {
      const next = { ...before }
      for (const [{ key, saved, column }, text] of values) {
        const reading = readCell(text, column)
        const nothingNew = reading === null || (!('problem' in reading) && isSame(reading, saved))
        if (nothingNew) delete next[key]
        else next[key] = { text, base: before[key]?.base ?? baseOf(saved) }
      }
      return next
    })
  }
  const type = (cell: Cell, text: string) => !cell.fixed && enter([[cell, text]])
  const paste = (values: [Cell, string][], outside: string[], matched: ByName) => {
    mark()
    const [open, shut] = [values.filter(([{ fixed }]) => !fixed), values.filter(([{ fixed }]) => fixed)]
    enter(open)
    const refused = shut.filter(([{ saved, column }, text]) => {
      const reading = readCell(text, column)
      return !reading || 'problem' in reading || !isSame(reading, saved)
    })
    setResults((known) => ({
      ...known,
      ...Object.fromEntries(
        refused.map(([{ key }, text]): [string, Result] => [
          key,
          { kind: 'refused', message: translate('panel.grid.fixed_paste', { text }) },
        ]),
      ),
    }))
    setLeft(outside)
    setByName(matched)
    say(translate('panel.grid.pasted', { smart_count: open.length }))
  }

  const tell = ({ key }: Cell, result: Result, sent?: string) => {
    setResults((known) => ({ ...known, [key]: result }))
    if (result.kind !== 'saved') return
    write(({ [key]: draft, ...rest }) =>
      // What was typed while it was being saved is newer.
      draft && draft.text !== sent ? { ...rest, [key]: { ...draft, base: baseOf(result.now) } } : rest,
    )
  }
  /** Does what reaches the server; says what stopped it. */
  const reach = async (doIt: () => Promise<string>) => {
    setBusy(true)
    setStopped(undefined)
    try {
      say(await doIt())
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500
      setStopped(status === 401 ? 'SESSION' : status === 503 ? 'OFFLINE' : 'SERVER')
      say('')
    } finally {
      setBusy(false)
    }
  }
  const saveOf = (wanted: (cell: Cell) => boolean, from = drafts) =>
    reach(async () => {
      const fresh = await freshGrid(scope, added)
      let saved = 0
      await saveCells(
        fresh.all.filter((cell) => from[cell.key] && wanted(cell)),
        from,
        scope,
        (cell, result) => {
          if (result.kind === 'saved') saved += 1
          tell(cell, result, from[cell.key]?.text)
        },
      )
      await refetch()
      return translate('panel.grid.saved', { saved, bad: Object.keys(from).length - saved })
    })
  const submit = (cells: Cell[]) =>
    reach(async () => {
      let submitted = 0
      await submitCells(cells, (cell, result) => {
        if (result.kind === 'submitted') submitted += 1
        tell(cell, result)
      })
      await refetch()
      return translate('panel.grid.submitted', { submitted, all: cells.length })
    })
  /** Saves the typed value over the one that somebody else saved meanwhile. */
  const overwrite = (cell: Cell) => {
    const result = results[cell.key]
    const draft = drafts[cell.key]
    if (result?.kind !== 'conflict' || !draft) return
    const mine = { ...draft, base: baseOf(result.now) }
    write((all) => ({ ...all, [cell.key]: mine }))
    return saveOf(({ key }) => key === cell.key, { [cell.key]: mine })
  }

  return {
    ...{ drafts, results, current, restored, unkept, left, byName, busy, said, stopped },
    ...{ type, drop, paste, mark, takeBack, seen, submit, overwrite },
    focus: useCallback((cell: Cell) => setCurrent(cell.key), []),
    save: () => saveOf(() => true),
    discard: () => write(() => ({})),
    forgetLeft: () => setLeft([]),
    forgetByName: () => setByName(undefined),
    signIn: () => signInAgain(new HttpError('errors.UNAUTHENTICATED', 401)),
  }
}

const baseOf = (saved: Cell['saved'] | null) =>
  saved ? { id: saved.id, version: saved.version, state: saved.state, value: saved.value } : null
