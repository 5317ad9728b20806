import { Alert, Box, Button, type Theme, Typography, useMediaQuery } from '@mui/material'
import { useState } from 'react'
import { Title, useLocale, useTranslate } from 'react-admin'
import { Waiting } from './answer'
import { EntryCards } from './cards'
import { ConflictChoices } from './cellConflict'
import { AddColumn, NothingButtons } from './cellTools'
import { keptColumns } from './drafts'
import { type Scope, useEntry } from './entryData'
import { EntryTable } from './grid'
import { ScopeBar, useRounds, useScope } from './scope'
import { FigureStyles } from './styles'
import { SubmitDialog } from './submitDialog'
import { useEntryActs } from './useEntryActs'

/** A period's figures of a district, all on one screen. */
export function EntryScreen() {
  const translate = useTranslate()
  const { answer, rounds } = useRounds()
  const chosen = useScope(rounds)
  const { scope, viewer } = chosen
  const key = [viewer?.id, scope.district, scope.year, scope.asOf, scope.start].join('.')
  return (
    <Box className="figures-screen">
      <FigureStyles />
      <Title title={translate('panel.grid.title')} />
      <Waiting for={answer} />
      {answer.data && viewer && !scope.district && <Alert severity="info">{translate('panel.grid.no_programs')}</Alert>}
      {viewer && scope.district && (
        <>
          <ScopeBar {...chosen} />
          <Entry key={key} draftKey={key} scope={scope} />
        </>
      )}
    </Box>
  )
}

function Entry({ draftKey, scope }: { draftKey: string; scope: Scope }) {
  useLocale()
  const translate = useTranslate()
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'))
  const [added, setAdded] = useState(() => keptColumns(draftKey))
  const { answer, grid, data } = useEntry(scope, added)
  const acts = useEntryActs({ draftKey, scope, added, grid, refetch: answer.refetch })
  const [asking, setAsking] = useState(false)
  if (!grid) return <Waiting for={answer} />
  if (!grid.rows.length) return <Alert severity="info">{translate('panel.grid.no_programs')}</Alert>
  const { drafts, results, current, busy } = acts
  const typed = grid.all.filter(({ key }) => drafts[key])
  const conflicts = grid.all.filter(({ key }) => results[key]?.kind === 'conflict' && drafts[key])
  const ready = grid.all.filter(
    ({ key, saved, fixed }) => saved && !fixed && !drafts[key] && ['DRAFT', 'RETURNED'].includes(saved.status),
  )
  return (
    <>
      <Notes acts={acts} grid={grid} typed={typed.length} />
      {conflicts.map((cell) => (
        <ConflictChoices key={cell.key} cell={cell} acts={acts} />
      ))}
      <div className="entry-tools">
        <NothingButtons current={current} onPick={acts.type} />
        <AddColumn grid={grid} indicators={data?.indicators.nodes ?? []} add={(id) => setAdded([...added, id])} />
      </div>
      {narrow ? (
        <EntryCards grid={grid} drafts={drafts} results={results} onType={acts.type} onFocus={acts.focus} />
      ) : (
        <>
          <EntryTable
            grid={grid}
            drafts={drafts}
            results={results}
            current={current}
            onType={acts.type}
            onFocus={acts.focus}
            onMark={acts.mark}
            onUndo={acts.takeBack}
            onDrop={acts.drop}
            onPaste={acts.paste}
            onSave={acts.save}
          />
          <Typography className="none keys">{translate('panel.grid.keys')}</Typography>
        </>
      )}
      <div className="entry-bar">
        <Typography component="p" className="none" role="status">
          {acts.said || translate('panel.grid.counts', { typed: typed.length, ready: ready.length })}
        </Typography>
        <Button variant="contained" disabled={busy || !typed.length} onClick={acts.save}>
          {translate(typed.length ? 'panel.grid.save' : 'ra.action.save', { smart_count: typed.length })}
        </Button>
        <Button variant="outlined" disabled={busy || !ready.length} onClick={() => setAsking(true)}>
          {translate(ready.length ? 'panel.grid.submit' : 'panel.submit', { smart_count: ready.length })}
        </Button>
      </div>
      {asking && (
        <SubmitDialog
          cells={ready}
          typed={typed.length}
          submit={() => acts.submit(ready)}
          close={() => setAsking(false)}
        />
      )}
    </>
  )
}

interface NotesProps {
  acts: ReturnType<typeof useEntryActs>
  grid: NonNullable<ReturnType<typeof useEntry>['grid']>
  typed: number
}

/** What happened, and what to do about it. */
function Notes({ acts, grid, typed }: NotesProps) {
  const translate = useTranslate()
  const { restored, unkept, stopped, left } = acts
  return (
    <>
      {grid.locked && <Alert severity="warning">{translate('panel.grid.locked', { ...grid.locked })}</Alert>}
      {restored && typed > 0 && (
        <Alert
          severity="info"
          onClose={acts.seen}
          closeText={translate('ra.action.close')}
          action={
            <>
              <Button onClick={acts.discard}>{translate('panel.grid.discard')}</Button>
              <Button onClick={acts.seen}>{translate('panel.grid.keep')}</Button>
            </>
          }
        >
          {translate('panel.grid.restored', { smart_count: typed, at: atTime(restored.at) })}
        </Alert>
      )}
      {unkept && <Alert severity="warning">{translate('panel.grid.unkept')}</Alert>}
      {stopped && (
        <Alert severity="error" action={<Again acts={acts} />}>
          {translate(`panel.grid.stopped.${stopped}`, { smart_count: typed })}
        </Alert>
      )}
      <ByNameNote acts={acts} />
      {left.length > 0 && (
        <Alert severity="warning" onClose={acts.forgetLeft} closeText={translate('ra.action.close')}>
          {translate('panel.grid.left', { smart_count: left.length })} <strong>{left.join(' · ')}</strong>
        </Alert>
      )}
    </>
  )
}

/** What was found in a pasted block by its name, and what was not. */
function ByNameNote({ acts: { byName, forgetByName } }: { acts: ReturnType<typeof useEntryActs> }) {
  const translate = useTranslate()
  if (!byName) return null
  const { rows, columns, unknownRows, unknownColumns } = byName
  const found = [
    rows && translate('panel.grid.found_rows', { smart_count: rows }),
    columns && translate('panel.grid.found_columns', { smart_count: columns }),
  ]
  const unknown = [
    unknownRows.length > 0 && translate('panel.grid.unknown_rows', { names: unknownRows.join(', ') }),
    unknownColumns.length > 0 && translate('panel.grid.unknown_columns', { names: unknownColumns.join(', ') }),
  ]
  return (
    <Alert
      severity={unknown.some(Boolean) ? 'warning' : 'info'}
      onClose={forgetByName}
      closeText={translate('ra.action.close')}
    >
      {[...found, ...unknown].filter(Boolean).join(' ')}
    </Alert>
  )
}

const Again = ({ acts }: { acts: ReturnType<typeof useEntryActs> }) => {
  const translate = useTranslate()
  return acts.stopped === 'SESSION' ? (
    <Button onClick={acts.signIn}>{translate('ra.auth.sign_in')}</Button>
  ) : (
    <Button onClick={acts.save}>{translate('panel.again')}</Button>
  )
}

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short', timeStyle: 'short' })
const atTime = (instant: string) => clock.format(new Date(instant))
