import { Autocomplete, Chip, MenuItem, TextField } from '@mui/material'
import { useState } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import { useAnswer, useViewer } from '../figures/answer'
import { graphql } from '../gql'
import type { BoardProgramFragment, BoardScopeQuery } from '../gql/graphql'
import { localized } from '../noun'

const scopeQuery = graphql(`
  query BoardScope($program: ID!) {
    node(id: $program) {
      ... on Program {
        ...BoardProgram
        cohorts { id nameKo nameEn capacity placesTaken overCapacity }
      }
    }
    viewerCan { moveParticipants enrollParticipant }
  }
`)
const programsQuery = graphql(`
  query BoardPrograms($filter: ProgramFilter!) {
    programs(filter: $filter, first: 30, orderBy: [{ field: YEAR, direction: DESC }]) { nodes { ...BoardProgram } }
  }
`)
graphql(`
  fragment BoardProgram on Program { id code titleKo titleEn }
`)

type Program = NonNullable<Extract<BoardScopeQuery['node'], { cohorts: unknown }>>

/** Whose people are shown; kept in the address. */
export function useBoardScope() {
  const [params, setParams] = useSearchParams()
  const asked = { program: params.get('program') ?? '', cohort: params.get('cohort') ?? '' }
  const answer = useAnswer(scopeQuery, { program: asked.program }, { enabled: Boolean(asked.program) })
  const node = answer.data?.node
  const program: Program | undefined = node && 'cohorts' in node ? node : undefined
  const cohort = program?.cohorts.find(({ id }) => id === asked.cohort)
  const choose = (program: string, cohort = '') => setParams({ program, ...(cohort && { cohort }) }, { replace: true })
  return { answer, asked, program, cohort, choose, can: answer.data?.viewerCan }
}

type Scope = ReturnType<typeof useBoardScope>

export function BoardScope({ scope: { program, cohort, choose } }: { scope: Scope }) {
  useLocale()
  const translate = useTranslate()
  return (
    <div className="board-scope">
      <ProgramPicker program={program} choose={choose} />
      {program && program.cohorts.length > 0 && (
        <TextField
          select
          label={translate('panel.board.cohort')}
          value={cohort?.id ?? ''}
          onChange={({ target }) => choose(program.id, target.value)}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          <MenuItem value="">{translate('panel.board.all_cohorts')}</MenuItem>
          {program.cohorts.map((one) => (
            <MenuItem key={one.id} value={one.id}>
              {localized(one, 'name')}
            </MenuItem>
          ))}
        </TextField>
      )}
      {program && <Places cohorts={cohort ? [cohort] : program.cohorts} named={!cohort} />}
    </div>
  )
}

function ProgramPicker({ program, choose }: Pick<Scope, 'program' | 'choose'>) {
  const translate = useTranslate()
  const [search, setSearch] = useState('')
  const { viewer } = useViewer()
  const own = viewer?.districts.length ? { own: true } : {}
  const filter = { stage: [...STAGES], ...own, ...(search && { search }) }
  const { data, isFetching } = useAnswer(programsQuery, { filter }, { keep: true, enabled: Boolean(viewer) })
  const nameOf = (one: BoardProgramFragment) => `${one.code} ${localized(one, 'title')}`
  return (
    <Autocomplete
      className="board-program"
      options={data?.programs.nodes ?? []}
      value={program ?? null}
      loading={isFetching}
      getOptionLabel={nameOf}
      isOptionEqualToValue={(one, other) => one.id === other.id}
      filterOptions={(all) => all}
      onInputChange={(_, typed, reason) => reason === 'input' && setSearch(typed.trim())}
      onChange={(_, one) => one && choose(one.id)}
      onClose={() => setSearch('')}
      noOptionsText={translate('ra.navigation.no_results')}
      loadingText={translate('ra.page.loading')}
      disableClearable={Boolean(program) as false}
      renderInput={(input) => (
        <TextField
          {...input}
          label={translate('panel.board.program')}
          placeholder={translate('panel.board.search_program')}
        />
      )}
    />
  )
}

const STAGES = ['SELECTED', 'AGREED', 'RUNNING', 'REPORTED', 'SETTLED', 'EVALUATED'] as const

function Places({ cohorts, named }: { cohorts: Program['cohorts']; named: boolean }) {
  const translate = useTranslate()
  return (
    <p className="board-places">
      {cohorts.map((one) => (
        <span key={one.id}>
          {named && `${localized(one, 'name')} `}
          {one.capacity === null
            ? translate('panel.board.places_open', { taken: one.placesTaken ?? '–' })
            : translate('panel.board.places', { taken: one.placesTaken ?? '–', capacity: one.capacity })}{' '}
          {one.overCapacity && <Chip color="warning" component="span" label={translate('panel.board.over')} />}
        </span>
      ))}
    </p>
  )
}
