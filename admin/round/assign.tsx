import { Alert } from '@mui/material'
import { CheckboxGroupInput, required, useGetList, useTranslate } from 'react-admin'
import { BulkDialog, type Task } from '../bulk'
import type { ProposalRowFragment, UserFieldsFragment } from '../gql/graphql'
import { localized } from '../noun'

interface AssignProps {
  proposals: ProposalRowFragment[]
  close(): void
}

/** Asks several reviewers to score the chosen proposals. Who belongs to a proposal's district is not offered for it. */
export function AssignDialog({ proposals, close }: AssignProps) {
  const translate = useTranslate()
  const { data: reviewers, isPending } = useGetList<UserFieldsFragment>('users', {
    filter: { role: 'REVIEWER', active: true },
    sort: { field: 'name', order: 'ASC' },
    pagination: { page: 1, perPage: 100 },
  })
  if (isPending || !reviewers) return null
  const offered = reviewers.filter((reviewer) => proposals.some((proposal) => fits(proposal, reviewer)))
  const own = reviewers.filter((reviewer) => proposals.some((proposal) => isOwn(proposal, reviewer)))
  const tasks = ({ reviewerIds }: { reviewerIds: string[] }): Task[] =>
    proposals.flatMap((proposal) =>
      reviewers
        .filter((reviewer) => reviewerIds.includes(reviewer.id) && fits(proposal, reviewer))
        .map((reviewer) => ({
          key: `${proposal.id} ${reviewer.id}`,
          label: `${localized(proposal, 'title')} · ${reviewer.name}`,
          act: 'assignReviewer',
          input: { programId: proposal.id, reviewerId: reviewer.id },
        })),
    )
  return (
    <BulkDialog
      title={translate('work.proposals.assign')}
      confirm={translate('work.proposals.assign_confirm', { smart_count: proposals.length })}
      tasks={tasks}
      close={close}
    >
      <p className="none wide">{proposals.map((proposal) => localized(proposal, 'title')).join(', ')}</p>
      {offered.length ? (
        <CheckboxGroupInput
          source="reviewerIds"
          label="work.proposals.reviewers"
          choices={offered}
          optionText={nameOf}
          translateChoice={false}
          row={false}
          validate={required()}
        />
      ) : (
        <Alert severity="info">{translate('work.proposals.nobody')}</Alert>
      )}
      {own.length > 0 && (
        <p className="none wide">{translate('work.proposals.own_district', { names: own.map(nameOf).join(', ') })}</p>
      )}
    </BulkDialog>
  )
}

const nameOf = ({ name, districts }: UserFieldsFragment) =>
  districts.length ? `${name} (${districts.map((district) => localized(district, 'name')).join(', ')})` : name

const isOwn = ({ district }: ProposalRowFragment, { districts }: UserFieldsFragment) =>
  districts.some(({ id }) => id === district.id)

const fits = (proposal: ProposalRowFragment, reviewer: UserFieldsFragment) =>
  !isOwn(proposal, reviewer) && !proposal.reviews.some((review) => review.reviewer?.id === reviewer.id)
