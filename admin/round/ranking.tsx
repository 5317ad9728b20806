import ExpandIcon from '@mui/icons-material/ExpandMore'
import { Accordion, AccordionDetails, AccordionSummary, Button, Chip } from '@mui/material'
import { useState } from 'react'
import { useTranslate } from 'react-admin'
import { graphql } from '../gql'
import type { RankedProgramFragment, RoundRankingFragment } from '../gql/graphql'
import { type Column, Grid } from '../grid'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { useSelection } from '../selection'
import { Details, Section } from '../tabs'
import { momentInKorea, ValueChip } from '../value'
import { DecideDialog, type Decision } from './decide'

graphql(`
  fragment RankedProgram on Program { id version code titleKo titleEn stage district { id nameKo nameEn } }
`)

const fields = graphql(`
  fragment RoundRanking on Round {
    id
    ranking { rank tied score reviews program { ...RankedProgram } }
    rankings { id frozenAt frozenByName entries { rank tied score reviews program { ...RankedProgram } } }
  }
`)

type Place = Pick<RoundRankingFragment['ranking'][number], 'rank' | 'tied' | 'score' | 'reviews'> &
  RankedProgramFragment

/** Ranking, decisions on it, and the rankings that earlier decisions used. */
export const RankingTab = () => (
  <Details fields={fields}>
    {(row) => (
      <>
        <Now places={placesOf(row.ranking)} />
        <Frozen rankings={row.rankings} />
      </>
    )}
  </Details>
)

const placesOf = (rows: RoundRankingFragment['ranking']): Place[] =>
  rows.flatMap(({ program, rank, tied, score, reviews }) =>
    program ? [{ ...program, rank, tied, score, reviews }] : [],
  )

const undecided = ({ stage }: Place) => stage === 'IN_REVIEW' || stage === 'RESERVE'

function Now({ places }: { places: Place[] }) {
  const translate = useTranslate()
  const { chosen, column, clear } = useSelection(places, (row) => localized(row, 'title'), undecided)
  const title = translate('work.ranking.now')
  const columns = usePlaces()
  return (
    <Section title={title} hint={translate('work.ranking.hint')}>
      {places.some(undecided) && <Decisions chosen={chosen} clear={clear} />}
      <Grid label={title} rows={places} empty={translate('work.ranking.none')} columns={[column, ...columns]} />
    </Section>
  )
}

function Frozen({ rankings }: Pick<RoundRankingFragment, 'rankings'>) {
  const translate = useTranslate()
  const columns = usePlaces()
  return (
    <Section title={translate('work.ranking.frozen')} hint={translate('work.ranking.frozen_hint')}>
      {!rankings.length && <p className="none nothing">{translate('work.ranking.none_frozen')}</p>}
      {rankings.toReversed().map(({ id, frozenAt, frozenByName, entries }, at) => (
        <Accordion key={id} defaultExpanded={at === 0} disableGutters variant="outlined">
          <AccordionSummary expandIcon={<ExpandIcon />}>
            {momentInKorea(frozenAt)} {frozenByName && `· ${frozenByName}`}
          </AccordionSummary>
          <AccordionDetails>
            <Grid
              label={`${translate('work.ranking.frozen')} ${momentInKorea(frozenAt)}`}
              rows={placesOf(entries)}
              columns={columns}
            />
          </AccordionDetails>
        </Accordion>
      ))}
    </Section>
  )
}

function usePlaces(): Column<Place>[] {
  const translate = useTranslate()
  return [
    {
      label: translate('work.ranking.rank'),
      short: true,
      tight: true,
      cell: ({ rank, tied }) => (
        <>
          <b>{rank}</b> {tied && <Chip color="warning" component="span" label={translate('work.ranking.tied')} />}
        </>
      ),
    },
    {
      label: translate('resources.programs.fields.titleKo'),
      cell: (row) => <RecordLink row={row} resource="programs" />,
    },
    {
      label: translate('resources.programs.fields.district'),
      short: true,
      cell: ({ district }) => localized(district, 'name'),
    },
    { label: translate('work.review.score'), number: true, cell: ({ score }) => score ?? '–' },
    { label: translate('work.ranking.reviews'), number: true, cell: ({ reviews }) => reviews },
    {
      label: translate('resources.programs.fields.stage'),
      cell: ({ stage }) => <ValueChip of="ProgramStage" is={stage} />,
    },
  ]
}

const acts: Decision[] = ['selectProgram', 'reserveProgram', 'rejectProgram']

interface DecisionsProps {
  chosen: RankedProgramFragment[]
  clear(): void
}

function Decisions({ chosen, clear }: DecisionsProps) {
  const translate = useTranslate()
  const [act, setAct] = useState<Decision>()
  const close = () => {
    setAct(undefined)
    clear()
  }
  return (
    <div className="grid-tools">
      {acts.map((name) => (
        <Button
          key={name}
          variant={name === 'selectProgram' ? 'contained' : 'outlined'}
          disabled={!chosen.length}
          onClick={() => setAct(name)}
        >
          {translate(`work.decide.${name}`)}
        </Button>
      ))}
      <span className="none">{translate('work.chosen', { smart_count: chosen.length })}</span>
      {act && <DecideDialog act={act} programs={chosen} close={close} />}
    </div>
  )
}
