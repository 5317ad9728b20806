import CloseIcon from '@mui/icons-material/CloseOutlined'
import { Alert, CircularProgress, Drawer, IconButton, Typography } from '@mui/material'
import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react'
import { useTranslate } from 'react-admin'
import { useAnswer } from '../answer'
import { graphql } from '../gql'
import type { HomeTraceCellQuery, HomeTraceCellQueryVariables } from '../gql/graphql'
import { localized } from '../noun'
import { keyOf, type Measure } from './measure'
import { TracedOutcome } from './tracedOutcome'

const cellQuery = graphql(`
  query HomeTraceCell(
    $groupBy: [ResultDimension!]!, $filter: ResultFilter, $asOf: Date, $knownAt: DateTime, $map: DistrictMap
  ) {
    results(groupBy: $groupBy, mixed: LABEL, filter: $filter, asOf: $asOf, knownAt: $knownAt, map: $map) {
      rows {
        category district { code } program { id }
        basis population kind unitKo unitEn
        outcomes(first: 100) { totalCount nodes { id } }
      }
      notDerivable { reasonKo reasonEn program { titleKo titleEn } }
    }
  }
`)

const outcomesQuery = graphql(`
  query HomeTraceOutcomes($ids: [ID!]!) {
    nodes(ids: $ids) { ...TracedOutcome }
  }
`)

type Row = HomeTraceCellQuery['results']['rows'][number]

/** What a number on the screen is made of: figures by their ids, or those behind a cell of results. */
export interface Trace {
  title: string
  /** The number as it is written on the screen. */
  figure: string
  /** What belongs to the number as a whole, such as where a claim was published. */
  about?: ReactNode
  ids?: string[]
  cell?: { question: HomeTraceCellQueryVariables; measure: Measure; isIt?: (row: Row) => boolean }
}

const Opening = createContext<(trace: Trace) => void>(() => {})

/** Lets every number below open what it is made of, in a drawer. */
export function Tracing({ children }: { children: ReactNode }) {
  const [trace, setTrace] = useState<Trace>()
  const [open, setOpen] = useState(false)
  const opener = useRef<Element | null>(null)
  const show = useMemo(
    () => (next: Trace) => {
      opener.current = document.activeElement
      setTrace(next)
      setOpen(true)
    },
    [],
  )
  const translate = useTranslate()
  return (
    <Opening.Provider value={show}>
      {children}
      <Drawer
        anchor="right"
        open={open}
        onClose={() => setOpen(false)}
        slotProps={{
          paper: { className: 'trace', role: 'dialog', 'aria-modal': true, 'aria-labelledby': 'trace-title' } as object,
        }}
      >
        {trace && (
          <>
            <header className="trace-head">
              <div>
                <Typography variant="h2" id="trace-title">
                  {trace.title}
                </Typography>
                <p className="trace-figure">{trace.figure}</p>
              </div>
              <IconButton onClick={() => setOpen(false)} aria-label={translate('ra.action.close')} autoFocus>
                <CloseIcon />
              </IconButton>
            </header>
            {trace.about}
            <Figures key={JSON.stringify([trace.ids, trace.cell?.question, trace.title])} trace={trace} />
          </>
        )}
      </Drawer>
    </Opening.Provider>
  )
}

/** A number that opens what it is made of. */
export function Opens({ trace, className, children }: { trace: Trace; className?: string; children: ReactNode }) {
  const show = useContext(Opening)
  const translate = useTranslate()
  return (
    <button
      type="button"
      className={className ?? 'opens'}
      aria-haspopup="dialog"
      title={translate('home.open_number')}
      onClick={() => show(trace)}
    >
      {children}
    </button>
  )
}

/** At most so many are shown at once; the list of figures has them all. */
const SHOWN = 50

function Figures({ trace: { ids: known, cell } }: { trace: Trace }) {
  const translate = useTranslate()
  const behind = useAnswer(cellQuery, cell?.question ?? null)
  const row = behind.data?.results.rows.find(
    (one) => cell && keyOf(one) === keyOf(cell.measure) && (cell.isIt?.(one) ?? true),
  )
  const found = known ?? row?.outcomes.nodes.map(({ id }) => id)
  const ids = found?.slice(0, SHOWN)
  const answer = useAnswer(outcomesQuery, ids?.length ? { ids } : null)
  const error = behind.error ?? answer.error
  if (error) return <Alert severity="error">{translate(error.message)}</Alert>
  if (behind.pending || answer.pending)
    return <CircularProgress className="trace-wait" aria-label={translate('ra.page.loading')} />
  const outcomes = (answer.data?.nodes ?? []).filter((node) => node?.__typename === 'Outcome')
  const total = known?.length ?? row?.outcomes.totalCount ?? 0
  return (
    <>
      {behind.data?.results.notDerivable.map(({ program, ...reason }) => (
        <Alert severity="warning" key={program.titleKo} className="trace-note">
          {localized(program, 'title')}: {localized(reason, 'reason')}
        </Alert>
      ))}
      <p className="trace-count">
        {translate(total > outcomes.length ? 'home.trace_some' : 'home.trace_all', { shown: outcomes.length, total })}
      </p>
      <ol className="trace-list">
        {outcomes.map((outcome) => (
          <TracedOutcome key={outcome.id} outcome={outcome} />
        ))}
      </ol>
    </>
  )
}
