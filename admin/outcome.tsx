import InsightsIcon from '@mui/icons-material/InsightsOutlined'
import { Box, Typography } from '@mui/material'
import type { ReactNode } from 'react'
import {
  DataTable,
  NumberInput,
  required,
  SelectArrayInput,
  SelectInput,
  TextInput,
  useCanAccess,
  useRecordContext,
  useTranslate,
} from 'react-admin'
import { useWatch } from 'react-hook-form'
import { CohortInput } from './cohort'
import { dayInKorea } from './day'
import { FigureEvidence } from './figures/evidence'
import { Basis, Figure, periodOf } from './figures/figure'
import { FigureHistory } from './figures/history'
import { FigureStyles } from './figures/styles'
import { DayInput, NounCreate, NounEdit, ParagraphInput, RecordInput } from './form'
import { graphql } from './gql'
import type { CitationMethod, FigureState, OutcomeFieldsFragment, OutcomeStatus } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
import { StepButton, StepSection } from './step'
import { Address, choicesOf, Value, ValueChip } from './value'

type Row = OutcomeFieldsFragment

const fields = graphql(`
  fragment OutcomeFields on Outcome {
    id
    version
    viewerCanUpdate
    program { id code titleKo titleEn }
    indicator { id code nameKo nameEn unitKo unitEn basis population kind }
    cohort { id nameKo nameEn }
    periodStart
    asOf
    state
    value
    status
    knownAt
    authorName
    approvedAt
    approverName
    returnNote
    note
    citations { method quote page source { id publisher title publishedOn address } }
  }
`)

const states = {
  PRESENT: '값 있음',
  MISSING: '미보고',
  SUPPRESSED: '비공개(소수)',
  NOT_APPLICABLE: '해당 없음',
  NOT_DERIVABLE: '산출 불가',
} satisfies Record<FigureState, string>

const statuses = {
  DRAFT: '작성 중',
  SUBMITTED: '제출',
  RETURNED: '반려',
  APPROVED: '승인',
} satisfies Record<OutcomeStatus, string>

const methods = {
  COUNTED: '직접 집계',
  REPORTED: '보고받음',
  QUOTED: '인용',
  COMPUTED: '계산',
} satisfies Record<CitationMethod, string>

const Column = DataTable.Col<Row>

const Status = ({ row }: { row: Row }) => (
  <ValueChip of="OutcomeStatus" is={row.status} color={row.status === 'APPROVED' ? 'success' : 'default'} />
)

function Publishers({ row }: { row: Row }): ReactNode {
  const translate = useTranslate()
  return row.citations.map(({ source }) => source.publisher).join(', ') || translate('panel.source_none')
}

export const OutcomeRows = ({ without }: { without?: string }) => (
  <Rows<Row>
    without={without}
    card={(row) => (
      <>
        <Figure row={row} /> <Basis row={row} /> <Status row={row} />
      </>
    )}
    cardDetail={(row) => (
      <>
        {without !== 'program' && `${localized(row.program, 'title')} · `}
        {localized(row.indicator, 'name')} · <span className="short">{periodOf(row)}</span> · <Publishers row={row} /> (
        {dayInKorea(row.knownAt)})
      </>
    )}
  >
    <Column source="program" render={(row) => <RecordLink row={row.program} resource="programs" />} />
    <Column
      source="indicator"
      render={(row) => <RecordLink row={row}>{localized(row.indicator, 'name')}</RecordLink>}
    />
    <Column source="value" align="right" render={(row) => <Figure row={row} />} />
    <Column source="basis" disableSort render={(row) => <Basis row={row} />} />
    <Column source="cohort" disableSort render={(row) => row.cohort && localized(row.cohort, 'name')} />
    <Column className="short" source="asOf" render={periodOf} />
    <Column className="short" source="knownAt" render={(row) => dayInKorea(row.knownAt)} />
    <Column source="status" disableSort render={(row) => <Status row={row} />} />
    <Column source="citations" disableSort render={(row) => <Publishers row={row} />} />
  </Rows>
)

const List = () => (
  <NounList
    sort={{ field: 'program', order: 'ASC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <NumberInput key="year" source="year" alwaysOn />,
      <RecordInput key="district" source="district" reference="districts" alwaysOn />,
      <SelectArrayInput key="status" source="status" choices={choicesOf('OutcomeStatus', statuses)} alwaysOn />,
      <RecordInput key="program" source="program" reference="programs" />,
      <DayInput key="asOfFrom" source="asOfFrom" />,
      <DayInput key="asOfTo" source="asOfTo" />,
    ]}
  >
    <OutcomeRows />
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    fixed={({ status }) => status === 'APPROVED' && 'panel.approved_is_fixed'}
    facts={(row) => (
      <>
        <Fact source="value">
          <Figure row={row} />
        </Fact>
        <Fact source="basis">
          <Basis row={row} />
        </Fact>
        <Fact source="status">
          <Status row={row} />
        </Fact>
        <Fact source="program">
          <RecordLink row={row.program} resource="programs" />
        </Fact>
        <Fact source="indicator">
          <RecordLink row={row.indicator} resource="indicators" />
        </Fact>
        <Fact source="cohort">{row.cohort && localized(row.cohort, 'name')}</Fact>
        <Fact source="asOf">{periodOf(row)}</Fact>
        <Fact source="knownAt">{dayInKorea(row.knownAt)}</Fact>
        {row.authorName && <Fact source="authorName">{row.authorName}</Fact>}
        <Fact source="approvedAt">{row.approvedAt && dayInKorea(row.approvedAt)}</Fact>
        {row.approverName && <Fact source="approverName">{row.approverName}</Fact>}
        {row.returnNote && (
          <Fact source="returnNote" wide>
            {row.returnNote}
          </Fact>
        )}
        <Fact source="note" wide>
          {row.note}
        </Fact>
        <Fact source="citations" wide>
          {row.citations.length ? <Citations row={row} /> : null}
        </Fact>
      </>
    )}
  >
    <Approval />
    <FigureHistory />
    <FigureEvidence />
    <FigureStyles />
  </NounShow>
)

/** Hand in, then return or approve. */
function Approval() {
  const row = useRecordContext<Row>()
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'outcomes', action: 'approve' })
  if (row?.viewerCanUpdate) {
    return (
      <StepSection>
        <StepButton act="submitOutcome" label={translate('panel.submit')} variant="contained" />
      </StepSection>
    )
  }
  if (row?.status !== 'SUBMITTED' || !canAccess) return null
  return (
    <StepSection>
      <StepButton act="approveOutcome" label={translate('panel.approve')} variant="contained" />
      <StepButton act="returnOutcome" label={translate('panel.return')}>
        <ParagraphInput source="returnNote" validate={required()} />
      </StepButton>
    </StepSection>
  )
}

const Citations = ({ row }: { row: Row }) => (
  <Box component="ul" className="sources">
    {row.citations.map(({ source, method, quote, page }) => (
      <li key={source.id}>
        <RecordLink row={source} resource="sources" /> · <Value of="CitationMethod" is={method} />
        {page && ` · ${page}`}
        {quote && <Typography component="q">{quote}</Typography>}
        {' · '}
        <Address address={source.address} />
      </li>
    ))}
  </Box>
)

function Inputs() {
  const state = useWatch({ name: 'state' })
  return (
    <>
      <DayInput source="periodStart" />
      <DayInput source="asOf" isRequired />
      <SelectInput
        source="state"
        choices={choicesOf('FigureState', states)}
        defaultValue="PRESENT"
        validate={required()}
      />
      <NumberInput source="value" disabled={state !== 'PRESENT'} />
      <ParagraphInput source="note" />
    </>
  )
}

const Edit = () => (
  <NounEdit>
    <Inputs />
  </NounEdit>
)

const Create = () => (
  <NounCreate>
    <RecordInput source="programId" reference="programs" isRequired />
    <RecordInput source="indicatorId" reference="indicators" isRequired />
    <CohortInput />
    <Inputs />
    <RecordInput source="sourceId" reference="sources" />
    <SelectInput source="method" choices={choicesOf('CitationMethod', methods)} />
    <TextInput source="quote" />
    <TextInput source="page" />
  </NounCreate>
)

export const outcome: Noun<Row> = {
  name: 'outcomes',
  type: 'Outcome',
  fields,
  acts: { create: 'recordOutcome', edit: 'updateOutcome', approve: 'approveOutcome' },
  icon: InsightsIcon,
  list: List,
  show: Show,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => `${localized(row.program, 'title')} – ${localized(row.indicator, 'name')}`,
  words: {
    ko: {
      name: '실적',
      empty: '등록된 실적이 없습니다',
      fields: {
        program: '사업',
        indicator: '지표',
        cohort: '기수',
        periodStart: '기간 시작일',
        asOf: '기준일',
        state: '값의 상태',
        value: '수치',
        basis: '산정기준',
        status: '승인 상태',
        knownAt: '알려진 날',
        authorName: '입력한 사람',
        approvedAt: '승인일',
        approverName: '승인한 사람',
        returnNote: '반려 사유',
        note: '참고',
        citations: '출처',
        year: '연도',
        district: '군·구',
        source: '출처',
        method: '출처의 방식',
        quote: '인용문',
        page: '쪽',
        asOfFrom: '기준일(부터)',
        asOfTo: '기준일(까지)',
        search: '사업·지표 검색',
      },
      values: {
        FigureState: states,
        OutcomeStatus: statuses,
        CitationMethod: methods,
      },
    },
    en: {
      name: 'Figure |||| Figures',
      empty: 'No figures yet',
      fields: {
        program: 'Program',
        indicator: 'Indicator',
        cohort: 'Cohort',
        periodStart: 'First day of the period',
        asOf: 'As of',
        state: 'Kind of value',
        value: 'Figure',
        basis: 'Counting basis',
        status: 'Status',
        knownAt: 'Known since',
        authorName: 'Entered by',
        approvedAt: 'Approved on',
        approverName: 'Approved by',
        returnNote: 'Why it was returned',
        note: 'Remark',
        citations: 'Sources',
        year: 'Year',
        district: 'District',
        source: 'Source',
        method: 'How the source comes to it',
        quote: 'Quote',
        page: 'Page',
        asOfFrom: 'As of, from',
        asOfTo: 'As of, until',
        search: 'Search program or indicator',
      },
      values: {
        FigureState: {
          PRESENT: 'Has a value',
          MISSING: 'Missing',
          SUPPRESSED: 'Suppressed',
          NOT_APPLICABLE: 'Not applicable',
          NOT_DERIVABLE: 'Not derivable',
        } satisfies Record<FigureState, string>,
        OutcomeStatus: {
          DRAFT: 'Draft',
          SUBMITTED: 'Submitted',
          RETURNED: 'Returned',
          APPROVED: 'Approved',
        } satisfies Record<OutcomeStatus, string>,
        CitationMethod: { COUNTED: 'counted', REPORTED: 'reported', QUOTED: 'quoted', COMPUTED: 'computed' },
      },
    },
  },
}
