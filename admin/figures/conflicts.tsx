import { Alert, Box, Typography } from '@mui/material'
import type { ReactNode } from 'react'
import { Title, useLocale, useTranslate } from 'react-admin'
import { dayInKorea } from '../day'
import { HistoryButton } from '../everywhere/historyButton'
import { graphql } from '../gql'
import type { FigureConflictsQuery } from '../gql/graphql'
import { localized } from '../noun'
import { useAnswer, useViewer, Waiting } from './answer'
import { ConflictChooser } from './conflictChoose'
import { OpenCandidate } from './conflictOpen'
import { RivalCard } from './rival'
import { FigureStyles } from './styles'

const query = graphql(`
  query FigureConflicts {
    conflictCandidates { why outcomes { ...RivalFigure } }
    conflicts(first: 100, orderBy: [{ field: CREATED_AT, direction: DESC }]) {
      nodes {
        id version question reason resolvedAt resolvedByName createdAt viewerCanUpdate
        program { id titleKo titleEn }
        indicator { id nameKo nameEn }
        chosen { id }
        members { ...RivalFigure }
      }
    }
  }
`)
export type Conflict = FigureConflictsQuery['conflicts']['nodes'][number]
export type Candidate = FigureConflictsQuery['conflictCandidates'][number]

/** Rival values of one figure: found, on record, and decided. */
export function ConflictScreen() {
  useLocale()
  const translate = useTranslate()
  const { can } = useViewer()
  const answer = useAnswer(query, {})
  const all = answer.data?.conflicts.nodes ?? []
  const open = all.filter(({ resolvedAt }) => !resolvedAt)
  const decided = all.filter(({ resolvedAt }) => resolvedAt)
  const candidates = answer.data?.conflictCandidates ?? []
  return (
    <Box className="figures-screen">
      <FigureStyles />
      <Title title={translate('panel.conflicts.title')} />
      <Typography className="none">{translate('panel.conflicts.hint')}</Typography>
      <Waiting for={answer} />
      {answer.data && (
        <>
          <Group name="open" count={open.length}>
            {open.map((conflict) => (
              <ConflictChooser key={conflict.id} conflict={conflict} refetch={answer.refetch} />
            ))}
          </Group>
          <Group name="candidates" count={candidates.length}>
            {candidates.map((candidate) => (
              <OpenCandidate
                key={candidate.outcomes.map(({ id }) => id).join()}
                candidate={candidate}
                mayOpen={can?.openConflict ?? false}
                refetch={answer.refetch}
              />
            ))}
          </Group>
          <Group name="decided" count={decided.length}>
            {decided.map((conflict) => (
              <Decided key={conflict.id} conflict={conflict} />
            ))}
          </Group>
        </>
      )}
    </Box>
  )
}

function Group({ name, count, children }: { name: string; count: number; children: ReactNode }) {
  const translate = useTranslate()
  return (
    <Box component="section" aria-labelledby={`conflicts-${name}`} sx={{ display: 'grid', gap: 1.5 }}>
      <Typography variant="h2" id={`conflicts-${name}`}>
        {translate(`panel.conflicts.${name}`)} <span className="none">{count}</span>
      </Typography>
      {count ? children : <Alert severity="success">{translate(`panel.conflicts.no_${name}`)}</Alert>}
    </Box>
  )
}

/** What the conflict is about. */
export const About = ({ conflict }: { conflict: Pick<Conflict, 'program' | 'indicator'> }) => (
  <span className="small">
    {localized(conflict.program, 'title')} · {localized(conflict.indicator, 'name')}
  </span>
)

/** The question, what it is about, and who changed it. */
export const Question = ({ of: conflict }: { of: Conflict }) => (
  <div>
    <strong>{conflict.question}</strong> <About conflict={conflict} />{' '}
    <HistoryButton resource="conflicts" record={conflict} name={conflict.question} />
  </div>
)

function Decided({ conflict }: { conflict: Conflict }) {
  const translate = useTranslate()
  const { members, chosen, reason, resolvedAt, resolvedByName } = conflict
  return (
    <Box className="panel-box">
      <Question of={conflict} />
      <div className="rivals">
        {members.map((row) => (
          <RivalCard key={row.id} row={row} chosen={row.id === chosen?.id} />
        ))}
      </div>
      <div>
        {translate('panel.conflicts.because')} {reason}{' '}
        <span className="small">
          {[resolvedByName, resolvedAt && dayInKorea(resolvedAt)].filter(Boolean).join(', ')}
        </span>
      </div>
    </Box>
  )
}
