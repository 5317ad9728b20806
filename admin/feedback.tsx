import LedgerIcon from '@mui/icons-material/RecyclingOutlined'
import { Box, Chip } from '@mui/material'
import { DataTable, NumberInput, required, SelectInput, TextInput, useRecordContext, useTranslate } from 'react-admin'
import { dayInKorea, today } from './day'
import { ChangeButton, DecideButton } from './feedbackSteps'
import { FigureList } from './figure'
import { DayInput, NounCreate, ParagraphInput, RecordInput } from './form'
import { graphql } from './gql'
import type { FeedbackDecision, FeedbackFieldsFragment } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
import { Details, Section } from './tabs'
import { ValueChip } from './value'

type Row = FeedbackFieldsFragment

const fields = graphql(`
  fragment FeedbackFields on Feedback {
    id
    version
    viewerCanUpdate
    viewerCanDecide
    finding
    decision
    decisionText
    decidedAt
    decidedByName
    figuresAsOf
    owner
    dueOn
    change
    doneOn
    program { id code titleKo titleEn line { id } round { id year } district { id nameKo nameEn } }
    nextProgram { id code titleKo titleEn round { id year } }
  }
`)

const knownThen = graphql(`
  fragment FeedbackFigures on Feedback { id figuresAsOf decidedAt figures { ...FigureFields } }
`)

export const decisions = {
  CONTINUE: '계속',
  CHANGE: '변경',
  END: '종료',
  NEW: '신규',
} satisfies Record<FeedbackDecision, string>

const Column = DataTable.Col<Row>

/** How far an entry is: waiting for a decision, to be done, overdue, done. */
export function Progress({ row }: { row: Row }) {
  const translate = useTranslate()
  if (row.doneOn) return <Chip color="success" label={translate('work.feedback.done')} component="span" />
  if (row.dueOn && row.dueOn < today()) {
    return <Chip color="error" label={translate('work.feedback.overdue')} component="span" />
  }
  return <Chip label={translate(row.decision ? 'work.feedback.to_do' : 'work.feedback.undecided')} component="span" />
}

const Decision = ({ row }: { row: Row }) =>
  row.decision && (
    <>
      <ValueChip of="FeedbackDecision" is={row.decision} /> {row.decisionText}
    </>
  )

export const FeedbackRows = ({ without }: { without?: string }) => (
  <Rows<Row>
    without={without}
    card={(row) => (
      <>
        {row.finding} <Progress row={row} />
      </>
    )}
    cardDetail={(row) => `${row.program.code} · ${localized(row.program, 'title')} · ${row.dueOn ?? ''}`}
  >
    <Column source="finding" disableSort render={(row) => <RecordLink row={row}>{row.finding}</RecordLink>} />
    <Column source="program" render={(row) => <RecordLink row={row.program} resource="programs" />} />
    <Column source="decision" disableSort render={(row) => <Decision row={row} />} />
    <Column source="change" disableSort />
    <Column className="short" source="owner" disableSort />
    <Column className="short" source="dueOn" />
    <Column className="short" source="progress" disableSort render={(row) => <Progress row={row} />} />
  </Rows>
)

function List() {
  const states = [
    { id: true, name: 'work.feedback.open' },
    { id: false, name: 'work.feedback.done' },
  ]
  return (
    <NounList
      sort={{ field: 'dueOn', order: 'ASC' }}
      filters={[
        <Search key="search" source="search" alwaysOn />,
        <NumberInput key="year" source="year" alwaysOn />,
        <SelectInput key="open" source="open" choices={states} alwaysOn />,
        <SelectInput
          key="overdueOn"
          source="overdueOn"
          choices={[{ id: today(), name: 'work.feedback.overdue' }]}
          alwaysOn
        />,
        <RecordInput key="district" source="district" reference="districts" />,
      ]}
    >
      <FeedbackRows />
    </NounList>
  )
}

const Show = () => (
  <NounShow<Row>
    fixed={() => 'work.feedback.fixed'}
    facts={(row) => (
      <>
        <Fact source="program">
          <RecordLink row={row.program} resource="programs" />
        </Fact>
        <Fact source="progress">
          <Progress row={row} />
        </Fact>
        <Fact source="owner">{row.owner}</Fact>
        <Fact source="dueOn">{row.dueOn}</Fact>
        <Fact source="finding" wide>
          {row.finding}
        </Fact>
        <Fact source="decision" wide>
          {row.decision && (
            <>
              <ValueChip of="FeedbackDecision" is={row.decision} /> {row.decisionText}
              <div className="none">
                {row.decidedAt && dayInKorea(row.decidedAt)} {row.decidedByName}
              </div>
            </>
          )}
        </Fact>
        <Fact source="change" wide>
          {row.change && (
            <>
              {row.change}
              <div className="none">
                {row.doneOn} {row.nextProgram && <RecordLink row={row.nextProgram} resource="programs" />}
              </div>
            </>
          )}
        </Fact>
      </>
    )}
  >
    <Acts />
    <KnownThen />
  </NounShow>
)

function Acts() {
  const row = useRecordContext<Row>()
  if (!row) return null
  return (
    <Box className="next-steps">
      <DecideButton row={row} />
      <ChangeButton row={row} />
    </Box>
  )
}

/** The figures as they were known when it was decided: later corrections do not change them. */
export function KnownThen() {
  const translate = useTranslate()
  const row = useRecordContext<Row>()
  if (!row?.decidedAt) return null
  return (
    <Section
      title={translate('work.feedback.figures')}
      hint={translate('work.feedback.figures_hint', { asOf: row.figuresAsOf, on: dayInKorea(row.decidedAt) })}
    >
      <Details fields={knownThen}>
        {({ figures }) => <FigureList label={translate('work.feedback.figures')} figures={figures} />}
      </Details>
    </Section>
  )
}

const Create = () => (
  <NounCreate>
    <RecordInput source="programId" reference="programs" isRequired />
    <ParagraphInput source="finding" validate={required()} />
    <TextInput source="owner" />
    <DayInput source="dueOn" />
  </NounCreate>
)

export const feedback: Noun<Row> = {
  name: 'feedbackEntries',
  type: 'Feedback',
  fields,
  acts: { create: 'recordFinding', decide: 'decideFinding' },
  sees: ['recordFinding'],
  icon: LedgerIcon,
  list: List,
  show: Show,
  create: Create,
  recordRepresentation: (row) => row.finding,
  words: {
    ko: {
      name: '환류 대장',
      empty: '환류 대장에 적힌 것이 없습니다',
      fields: {
        finding: '평가에서 드러난 것',
        decision: '결정',
        decisionText: '결정 내용',
        decidedAt: '결정일',
        decidedByName: '결정한 사람',
        figuresAsOf: '결정에 쓴 실적의 기준일',
        owner: '담당',
        dueOn: '기한',
        change: '바뀐 점',
        doneOn: '반영일',
        program: '사업',
        nextProgram: '반영한 사업',
        viewerCanDecide: '결정 권한',
        progress: '진행',
        year: '연도',
        open: '상태',
        overdueOn: '기한',
        district: '군·구',
        search: '내용·사업 검색',
        otherLine: '다른 계열의 사업에 반영',
      },
      values: { FeedbackDecision: decisions },
    },
    en: {
      name: 'Feedback ledger',
      empty: 'The feedback ledger is empty',
      fields: {
        finding: 'Finding',
        decision: 'Decision',
        decisionText: 'What was decided',
        decidedAt: 'Decided on',
        decidedByName: 'Decided by',
        figuresAsOf: 'Figures as of',
        owner: 'Owner',
        dueOn: 'Due',
        change: 'What changed',
        doneOn: 'Done on',
        program: 'Program',
        nextProgram: 'In which program',
        viewerCanDecide: 'May decide',
        progress: 'Progress',
        year: 'Year',
        open: 'State',
        overdueOn: 'Due date',
        district: 'District',
        search: 'Search findings, programs',
        otherLine: 'A program of another line is meant',
      },
      values: {
        FeedbackDecision: {
          CONTINUE: 'Continue',
          CHANGE: 'Change',
          END: 'End',
          NEW: 'New',
        } satisfies Record<FeedbackDecision, string>,
      },
    },
  },
}
