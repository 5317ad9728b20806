import { Button, Chip } from '@mui/material'
import { useState } from 'react'
import { useCanAccess, useLocale, useTranslate } from 'react-admin'
import { DialogForm } from '../dialog'
import { sumOf } from '../funding'
import { graphql } from '../gql'
import type { ProposalRowFragment, RoundScoresFragment } from '../gql/graphql'
import { Grid } from '../grid'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { withParticle } from '../particle'
import { useSelection } from '../selection'
import { Details, Section } from '../tabs'
import { ValueChip } from '../value'
import { Won } from '../won'
import { AssignDialog } from './assign'
import { DecideDialog } from './decide'
import { Programs } from './programs'

const fields = graphql(`
  fragment ProposalRow on Program {
    id
    version
    code
    titleKo
    titleEn
    stage
    targetJobs
    district { id nameKo nameEn }
    fundingLines { source planned }
    reviews { id submittedAt total reviewer { id name } }
  }
`)

const scores = graphql(`
  fragment RoundScores on Round {
    id
    ranking { score program { id } }
  }
`)

/** Who proposes what, how far its review is, and how it scored. */
export function Proposals() {
  const translate = useTranslate()
  return (
    <Section title={translate('work.round.proposals')} hint={translate('work.proposals.hint')}>
      <Programs fields={fields} perPage={50}>
        {(rows) => <Details fields={scores}>{(row) => <Table rows={rows} scores={row} />}</Details>}
      </Programs>
    </Section>
  )
}

const scoreOf = ({ ranking }: RoundScoresFragment, id: string) =>
  ranking.find(({ program }) => program?.id === id)?.score

function Table({ rows, scores }: { rows: ProposalRowFragment[]; scores: RoundScoresFragment }) {
  const translate = useTranslate()
  const { canAccess: assigns = false } = useCanAccess({ resource: 'reviews', action: 'assign' })
  const { chosen, column, clear } = useSelection(rows, (row) => localized(row, 'title'))
  const of = (field: string) => translate(`resources.programs.fields.${field}`)
  return (
    <>
      {assigns && <Tools chosen={chosen} clear={clear} />}
      <Grid<ProposalRowFragment>
        label={translate('work.round.proposals')}
        rows={rows}
        empty={translate('work.proposals.none')}
        columns={[
          assigns && column,
          { label: of('titleKo'), cell: (row) => <RecordLink row={row} resource="programs" /> },
          { label: of('district'), short: true, cell: ({ district }) => localized(district, 'name') },
          { label: of('stage'), cell: ({ stage }) => <ValueChip of="ProgramStage" is={stage} /> },
          { label: of('targetJobs'), number: true, cell: ({ targetJobs }) => targetJobs ?? '–' },
          {
            label: translate('work.money.planned'),
            number: true,
            cell: ({ fundingLines }) => <Won is={sumOf(fundingLines, 'planned')} />,
          },
          {
            label: translate('work.proposals.reviews'),
            cell: ({ reviews }) => <Reviews of={reviews} assigns={assigns} />,
          },
          assigns && {
            label: translate('work.review.score'),
            number: true,
            cell: ({ id }) => scoreOf(scores, id) ?? '–',
          },
        ]}
      />
    </>
  )
}

type Review = ProposalRowFragment['reviews'][number]

/** How many of the assigned reviews are in, and whose are not. */
function Reviews({ of, assigns }: { of: Review[]; assigns: boolean }) {
  const translate = useTranslate()
  const locale = useLocale()
  const [leaving, setLeaving] = useState<Review>()
  if (!of.length) return <span className="none">–</span>
  const name = leaving?.reviewer?.name ?? ''
  return (
    <>
      <b>
        {of.filter(({ submittedAt }) => submittedAt).length}/{of.length}
      </b>{' '}
      <span className="chips">
        {of.map((review) => {
          const { id, submittedAt, reviewer } = review
          const state = translate(submittedAt ? 'work.review.handed_in' : 'work.review.open')
          return (
            <Chip
              key={id}
              color={submittedAt ? 'success' : 'default'}
              label={`${reviewer?.name ?? '–'} · ${state}`}
              onDelete={assigns && !submittedAt ? () => setLeaving(review) : undefined}
              aria-label={
                assigns && !submittedAt ? translate('work.proposals.unassign', { name: reviewer?.name }) : undefined
              }
            />
          )
        })}
      </span>
      {leaving && (
        <DialogForm
          title={translate('work.proposals.unassign', { name })}
          confirm={translate('ra.action.remove')}
          act="unassignReviewer"
          input={{ id: leaving.id }}
          close={() => setLeaving(undefined)}
        >
          <p>{translate('work.proposals.unassign_question', { name: withParticle(name, '을/를', locale) })}</p>
        </DialogForm>
      )}
    </>
  )
}

function Tools({ chosen, clear }: { chosen: ProposalRowFragment[]; clear(): void }) {
  const translate = useTranslate()
  const [open, setOpen] = useState<'assign' | 'start'>()
  const close = () => {
    setOpen(undefined)
    clear()
  }
  return (
    <div className="grid-tools">
      <Button variant="outlined" disabled={!chosen.length} onClick={() => setOpen('assign')}>
        {translate('work.proposals.assign')}
      </Button>
      <Button variant="outlined" disabled={!chosen.length} onClick={() => setOpen('start')}>
        {translate('work.proposals.start')}
      </Button>
      <span className="none">{translate('work.chosen', { smart_count: chosen.length })}</span>
      {open === 'assign' && <AssignDialog proposals={chosen} close={close} />}
      {open === 'start' && <DecideDialog act="startReview" programs={chosen} close={close} />}
    </div>
  )
}
