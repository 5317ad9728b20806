import { Button, Chip } from '@mui/material'
import { Link, useTranslate } from 'react-admin'
import { CohortButton } from '../cohort'
import { HistoryButton } from '../everywhere/historyButton'
import { graphql } from '../gql'
import type { CohortFieldsFragment } from '../gql/graphql'
import { Grid } from '../grid'
import { localized } from '../noun'
import { ParticipantRows } from '../participant'
import { boardOf } from '../people/boardAddress'
import { ImportButton } from '../sheet/buttons'
import { Related } from '../show'
import { Details, Section } from '../tabs'
import { Value } from '../value'

const fields = graphql(`
  fragment ProgramCohorts on Program {
    id
    viewerCanReport
    cohorts { ...CohortFields }
    participantCounts { stage reached standing }
  }
`)

type Counts = CohortFieldsFragment['counts']

/** Intakes with their places, how many people reached which stage, and the people, masked. */
export function Cohorts() {
  const translate = useTranslate()
  const title = translate('work.cohort.title')
  return (
    <Details fields={fields}>
      {({ id, viewerCanReport, cohorts, participantCounts }) => (
        <>
          <Section title={title} tools={viewerCanReport && <CohortButton programId={id} />}>
            <Intakes title={title} programId={id} cohorts={cohorts} board={participantCounts !== null} />
          </Section>
          {participantCounts && (
            <Section title={translate('work.cohort.counts')} hint={translate('work.cohort.counts_hint')}>
              <CountTable counts={participantCounts} />
            </Section>
          )}
          {participantCounts && (
            <Related
              title="resources.participants.name"
              hint="panel.privacy"
              resource="participants"
              target="program"
              sort={{ field: 'stageOn', order: 'DESC' }}
              start={viewerCanReport ? (row) => ({ programId: row.id }) : undefined}
              tools={
                <>
                  <Button component={Link} to={boardOf(id)}>
                    {translate('panel.board.open')}
                  </Button>
                  {viewerCanReport && <ImportButton noun="participants" program={id} />}
                </>
              }
            >
              <ParticipantRows without="program" />
            </Related>
          )}
        </>
      )}
    </Details>
  )
}

interface IntakesProps {
  title: string
  programId: string
  cohorts: CohortFieldsFragment[]
  /** Whether the people are to be seen. */
  board: boolean
}

function Intakes({ title, programId, cohorts, board }: IntakesProps) {
  const translate = useTranslate()
  const of = (field: string) => translate(`resources.cohorts.fields.${field}`)
  return (
    <Grid<CohortFieldsFragment>
      label={title}
      rows={cohorts}
      empty={translate('work.cohort.none')}
      columns={[
        { label: of('nameKo'), cell: (row) => localized(row, 'name') },
        { label: of('half'), cell: ({ half }) => <Value of="Half" is={String(half)} /> },
        { label: of('startsOn'), short: true, cell: ({ startsOn }) => startsOn ?? '–' },
        { label: of('endsOn'), short: true, cell: ({ endsOn }) => endsOn ?? '–' },
        {
          label: of('placesTaken'),
          number: true,
          cell: ({ placesTaken, capacity, overCapacity }) => (
            <>
              {overCapacity && <Chip color="warning" component="span" label={translate('work.cohort.over')} />}{' '}
              {placesTaken ?? '–'} / {capacity ?? '–'}
            </>
          ),
        },
        board && {
          key: 'board',
          label: <span className="hidden">{translate('panel.board.open')}</span>,
          tight: true,
          cell: ({ id }) => (
            <Button component={Link} to={boardOf(programId, id)}>
              {translate('panel.board.open')}
            </Button>
          ),
        },
        {
          key: 'edit',
          label: <span className="hidden">{translate('ra.action.edit')}</span>,
          number: true,
          cell: (now) => (
            <>
              {now.viewerCanUpdate && <CohortButton programId={programId} now={now} />}
              <HistoryButton resource="cohorts" record={now} name={localized(now, 'name')} />
            </>
          ),
        },
      ]}
    />
  )
}

function CountTable({ counts }: { counts: NonNullable<Counts> }) {
  const translate = useTranslate()
  return (
    <Grid
      label={translate('work.cohort.counts')}
      rows={counts}
      keyOf={({ stage }) => stage}
      columns={[
        {
          label: translate('resources.participants.fields.stage'),
          cell: ({ stage }) => <Value of="ParticipantStage" is={stage} />,
        },
        { label: translate('work.cohort.reached'), number: true, cell: ({ reached }) => reached },
        { label: translate('work.cohort.standing'), number: true, cell: ({ standing }) => standing },
      ]}
    />
  )
}
