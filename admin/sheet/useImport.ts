import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { HttpError, useLogoutIfAccessDenied, useTranslate } from 'react-admin'
import { columnsOf, guess, type Lists, type Mapping, namesFrom, sent } from './columns'
import { type FileLine, keep, type Loaded, recall } from './kept'
import type { Line, Noun } from './parts'
import type { ReadProblem } from './read.worker'
import { readFile, Unreadable } from './readFile'
import { runImport, type Told } from './run'
import { twinsFinder } from './twins'
import { sheetWords as en } from './words.en'
import { sheetWords as ko } from './words.ko'

export interface Progress {
  what: 'reading' | 'checking' | 'importing'
  done: number
  all: number
}

/** Why a run ended before its end. */
export type Stop = 'OFFLINE' | 'SESSION' | 'SERVER' | 'CANCELLED'

/** A file from the moment that it is chosen until its lines are in the system. */
export function useImport(noun: Noun, key: string, lists: Lists, preset: string) {
  const translate = useTranslate()
  const signInAgain = useLogoutIfAccessDenied()
  const [loaded, setLoaded] = useState(() => recall(key))
  const [unkept, setUnkept] = useState(false)
  const [problem, setProblem] = useState<ReadProblem>()
  const [progress, setProgress] = useState<Progress>()
  const [stop, setStop] = useState<{ why: Stop; message?: string }>()
  // What came of each line: large, so it is changed in place and its number tells that it changed.
  const results = useRef(new Map<number, Told>())
  const imported = useRef(new Set<number>())
  const twins = useRef(twinsFinder(noun))
  const [, setTick] = useState(0)
  const tick = () => setTick((now) => now + 1)
  const aborting = useRef<AbortController>(undefined)
  const names = useMemo(() => namesFrom(lists, translate), [lists, translate])
  useEffect(() => () => aborting.current?.abort(), [])

  const forget = () => {
    results.current.clear()
    imported.current.clear()
    twins.current = twinsFinder(noun)
    setStop(undefined)
  }
  const put = (next: Loaded | undefined) => {
    setLoaded(next)
    setUnkept(!keep(key, next))
  }

  const open = async (file: File) => {
    setProblem(undefined)
    setProgress({ what: 'reading', done: 0, all: 0 })
    try {
      const rows = await readFile(file)
      const labels = (column: string) => [ko, en].map(({ columns }) => columns[column as keyof typeof columns])
      const { headerAt, mapping } = guess(noun, rows, labels)
      const header = (rows[headerAt] ?? []).map((cell) => cell.trim())
      const lines = rows.flatMap((cells, at): FileLine[] =>
        at > headerAt && cells.some((cell) => cell.trim()) ? [{ line: at + 1, cells }] : [],
      )
      forget()
      if (lines.length) put({ fileName: file.name, header, lines, mapping, program: preset })
      else setProblem('EMPTY')
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      setProblem(error.problem)
    } finally {
      setProgress(undefined)
    }
  }
  const close = () => {
    aborting.current?.abort()
    forget()
    setProblem(undefined)
    put(undefined)
  }
  /** Another meaning of the columns makes all that was said of the lines void. */
  const change = (changed: Partial<Pick<Loaded, 'mapping' | 'program'>>) => {
    if (!loaded) return
    forget()
    put({ ...loaded, ...changed })
  }
  const correct = (line: FileLine, column: string, text: string) => {
    if (!loaded) return
    const at = loaded.mapping[column] ?? -1
    if (at < 0 || (line.cells[at] ?? '') === text) return
    line.cells[at] = text
    results.current.delete(line.line)
    imported.current.delete(line.line)
    put({ ...loaded })
  }

  const sentOf = useCallback(
    ({ line, cells }: FileLine): Line =>
      ({
        ...sent(
          noun,
          cells,
          loaded?.mapping ?? {},
          names,
          (loaded?.mapping.program ?? -1) >= 0 ? '' : (loaded?.program ?? ''),
        ),
        line,
      }) as Line,
    [noun, loaded, names],
  )

  const run = async (dryRun: boolean) => {
    if (!loaded) return
    const { lines: all } = loaded
    const known = results.current
    const due = dryRun
      ? all.filter(({ line }) => !known.has(line))
      : all.filter(({ line }) => !imported.current.has(line) && known.get(line)?.errors.length === 0)
    const what = dryRun ? 'checking' : 'importing'
    const controller = new AbortController()
    aborting.current = controller
    setStop(undefined)
    let done = 0
    setProgress({ what, done, all: due.length })
    const took = (rows: readonly Told[]) => {
      for (const row of rows) {
        known.set(row.line, row)
        if (!dryRun && !row.errors.length) imported.current.add(row.line)
      }
      done += rows.length
      setProgress({ what, done, all: due.length })
    }
    function* single(): Generator<Line> {
      for (const line of due) {
        const row = sentOf(line)
        const twin = dryRun ? twins.current.twinOf(line.line, row) : undefined
        if (twin === undefined) yield row
        else
          took([
            {
              line: line.line,
              result: 'REFUSED',
              errors: [twinError(noun, translate('panel.sheet.twin', { line: twin }))],
            },
          ])
      }
    }
    try {
      await runImport({ noun, dryRun, lines: single(), signal: controller.signal, told: took })
    } catch (error) {
      if (controller.signal.aborted) setStop({ why: 'CANCELLED' })
      else setStop(stopOf(error as Error))
    } finally {
      setProgress(undefined)
      tick()
    }
  }

  const problemsOf = (line: number) => results.current.get(line)?.errors ?? []
  const counts = { CREATED: 0, UPDATED: 0, UNCHANGED: 0, REFUSED: 0 }
  for (const { result } of results.current.values()) counts[result]++
  return {
    ...{ loaded, unkept, problem, progress, stop, open, close, change, correct, counts, sentOf, problemsOf },
    columns: columnsOf[noun],
    checked: results.current.size,
    imported: imported.current.size,
    resultOf: (line: number) => results.current.get(line),
    isImported: (line: number) => imported.current.has(line),
    check: () => run(true),
    importAll: () => run(false),
    cancel: () => aborting.current?.abort(),
    signIn: () => signInAgain(new HttpError('errors.UNAUTHENTICATED', 401)),
  }
}

export type Import = ReturnType<typeof useImport>

const twinError = (noun: Noun, message: string) => ({
  field: noun === 'participants' ? 'name' : 'indicator',
  message,
  code: 'SAME_AS_LINE',
})

function stopOf(error: Error): { why: Stop; message?: string } {
  const status = error instanceof HttpError ? error.status : 0
  if (status === 401) return { why: 'SESSION' }
  if (status === 503 && error.message === 'errors.OFFLINE') return { why: 'OFFLINE' }
  return { why: 'SERVER', message: error.message }
}

/** Whether every line can be sent: what the schema needs has a column, or one program for all. */
export const missingColumns = ({ mapping, program }: { mapping: Mapping; program: string }, noun: Noun) =>
  columnsOf[noun].filter(({ key, required }) => required && (mapping[key] ?? -1) < 0 && !(key === 'program' && program))
