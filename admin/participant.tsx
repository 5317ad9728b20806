import PeopleIcon from '@mui/icons-material/PeopleOutlined'
import { Box, Chip } from '@mui/material'
import {
  BooleanInput,
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
import { today } from './day'
import { DayInput, NounCreate, NounEdit, ParagraphInput, RecordInput } from './form'
import { graphql } from './gql'
import type { ParticipantFieldsFragment, ParticipantStage } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { BulkMove } from './people/bulkMove'
import { BulkReveal } from './people/bulkReveal'
import { FollowUpsOf } from './people/followUpsOf'
import { RepeatAlert, RepeatCheck } from './people/repeat'
import { Reveal } from './reveal'
import { Fact, NounShow } from './show'
import { StepButton, StepSection } from './step'
import { choicesOf, Value, ValueChip } from './value'

type Row = ParticipantFieldsFragment

const fields = graphql(`
  fragment ParticipantFields on Participant {
    id
    version
    viewerCanUpdate
    maskedName
    birthYear
    synthetic
    stage
    nextStages
    stageOn
    repeatCount
    destroyedAt
    note
    program { id code titleKo titleEn }
    cohort { id nameKo nameEn }
    history { stage on reason retractedAt }
  }
`)

const stages = {
  APPLIED: '신청',
  SELECTED: '선발',
  WAITLISTED: '대기',
  IN_TRAINING: '교육 중',
  TRAINED: '수료',
  PLACED: '취업',
  RETAINED: '고용 유지',
  LEFT: '중도 포기',
} satisfies Record<ParticipantStage, string>

// Nobody starts by waiting, staying or leaving.
const firstStages = choicesOf('ParticipantStage', stages).filter(
  ({ id }) => !['WAITLISTED', 'RETAINED', 'LEFT'].includes(id),
)

const Column = DataTable.Col<Row>

export const ParticipantRows = ({ without }: { without?: string }) => (
  <Rows<Row>
    without={without}
    bulk={
      useCanAccess({ resource: 'participants', action: 'move' }).canAccess && (
        <>
          <BulkMove />
          <BulkReveal />
        </>
      )
    }
    card={(row) => (
      <>
        {row.maskedName} <Repeats row={row} /> <ValueChip of="ParticipantStage" is={row.stage} />
      </>
    )}
    cardDetail={(row) => (without === 'program' ? row.stageOn : `${localized(row.program, 'title')} · ${row.stageOn}`)}
  >
    <Column
      source="maskedName"
      disableSort
      render={(row) => (
        <>
          <RecordLink row={row} /> <Repeats row={row} />
        </>
      )}
    />
    <Column source="birthYear" disableSort />
    <Column source="program" render={(row) => <RecordLink row={row.program} resource="programs" />} />
    <Column source="cohort" disableSort render={(row) => row.cohort && localized(row.cohort, 'name')} />
    <Column source="stage" disableSort render={(row) => <ValueChip of="ParticipantStage" is={row.stage} />} />
    <Column className="short" source="stageOn" />
  </Rows>
)

/** Says that the same person takes part elsewhere. */
function Repeats({ row: { repeatCount } }: { row: Row }) {
  const translate = useTranslate()
  if (!repeatCount) return null
  return <Chip color="warning" component="span" label={translate('panel.repeat.chip', { smart_count: repeatCount })} />
}

const List = () => (
  <NounList
    sort={{ field: 'stageOn', order: 'DESC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <NumberInput key="year" source="year" alwaysOn />,
      <RecordInput key="district" source="district" reference="districts" alwaysOn />,
      <SelectArrayInput key="stage" source="stage" choices={choicesOf('ParticipantStage', stages)} alwaysOn />,
      <RecordInput key="program" source="program" reference="programs" />,
      <TextInput key="name" source="name" />,
      <TextInput key="phone" source="phone" />,
    ]}
  >
    <ParticipantRows />
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="maskedName">{row.maskedName}</Fact>
        <Fact source="birthYear">{row.birthYear}</Fact>
        <Fact source="program">
          <RecordLink row={row.program} resource="programs" />
        </Fact>
        <Fact source="cohort">{row.cohort && localized(row.cohort, 'name')}</Fact>
        <Fact source="stage">
          <ValueChip of="ParticipantStage" is={row.stage} />
        </Fact>
        <Fact source="stageOn">{row.stageOn}</Fact>
        <Fact source="note" wide>
          {row.note}
        </Fact>
        <Fact source="history" wide>
          <History row={row} />
        </Fact>
      </>
    )}
  >
    <RepeatAlert />
    <FollowUpsOf />
    <Reveal />
    <Move />
  </NounShow>
)

/** To the next stage, or another one in place of a wrong latest one. */
function Move() {
  const row = useRecordContext<Row>()
  const translate = useTranslate()
  if (!row?.viewerCanUpdate) return null
  return (
    <StepSection>
      <StepButton act="moveParticipant" label={translate('panel.move')} defaultValues={{ on: today() }}>
        <MoveInputs next={row.nextStages} />
      </StepButton>
    </StepSection>
  )
}

function MoveInputs({ next }: { next: ParticipantStage[] }) {
  const correct = useWatch({ name: 'correct' })
  const choices = choicesOf('ParticipantStage', stages).filter(
    ({ id }) => correct || next.includes(id as ParticipantStage),
  )
  return (
    <>
      <SelectInput source="stage" choices={choices} validate={required()} />
      <DayInput source="on" isRequired />
      <ParagraphInput source="reason" minRows={2} helperText="panel.move_reason" />
      <BooleanInput source="correct" />
    </>
  )
}

const History = ({ row }: { row: Row }) => (
  <ol className="steps">
    {row.history.map(({ stage, on, reason, retractedAt }) => (
      <li key={`${on} ${stage} ${retractedAt}`}>
        <Box component={retractedAt ? 'del' : 'span'}>
          {on} <Value of="ParticipantStage" is={stage} />
        </Box>
        {reason && ` · ${reason}`}
      </li>
    ))}
  </ol>
)

const Inputs = () => (
  <>
    <CohortInput />
    <ParagraphInput source="note" helperText="panel.no_personal_data" />
  </>
)

const Edit = () => (
  <NounEdit>
    <Inputs />
  </NounEdit>
)

const Create = () => (
  <NounCreate hint="panel.privacy">
    <RepeatCheck />
    <RecordInput source="programId" reference="programs" isRequired />
    <TextInput source="name" validate={required()} autoComplete="off" />
    <DayInput source="birthDate" />
    <TextInput source="phone" type="tel" autoComplete="off" />
    <TextInput source="addressNote" autoComplete="off" />
    <SelectInput source="stage" choices={firstStages} defaultValue="APPLIED" validate={required()} />
    <DayInput source="stageOn" isRequired />
    <Inputs />
  </NounCreate>
)

export const participant: Noun<Row> = {
  name: 'participants',
  type: 'Participant',
  fields,
  acts: {
    create: 'enrollParticipant',
    edit: 'updateParticipant',
    reveal: 'revealPerson',
    correct: 'correctPerson',
    move: 'moveParticipants',
    export: 'revealPersons',
  },
  sees: ['countParticipants'],
  icon: PeopleIcon,
  list: List,
  show: Show,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => row.maskedName,
  words: {
    ko: {
      name: '참여자',
      empty: '등록된 참여자가 없습니다',
      fields: {
        maskedName: '이름(가림)',
        birthYear: '출생 연도',
        synthetic: '가상 인물',
        stage: '단계',
        stageOn: '단계 날짜',
        repeatCount: '중복참여',
        destroyedAt: '파기 일시',
        note: '업무 메모',
        program: '사업',
        cohort: '기수',
        history: '단계 이력',
        nextStages: '다음 단계',
        on: '날짜',
        reason: '사유',
        correct: '잘못 입력한 마지막 단계를 바로잡기',
        name: '이름',
        birthDate: '생년월일',
        phone: '전화번호',
        addressNote: '주소·연락 방법',
        year: '연도',
        district: '군·구',
        search: '사업명·번호 검색',
      },
      values: { ParticipantStage: stages },
    },
    en: {
      name: 'Participant |||| Participants',
      empty: 'No participants yet',
      fields: {
        maskedName: 'Name (masked)',
        birthYear: 'Year of birth',
        synthetic: 'Synthetic person',
        stage: 'Stage',
        stageOn: 'Stage since',
        repeatCount: 'Repeat participation',
        destroyedAt: 'Destroyed at',
        note: 'Working note',
        program: 'Program',
        cohort: 'Cohort',
        history: 'Stage history',
        nextStages: 'Next stages',
        on: 'On',
        reason: 'Reason',
        correct: 'The latest stage was wrong: this one takes its place',
        name: 'Name',
        birthDate: 'Date of birth',
        phone: 'Phone number',
        addressNote: 'Address or how to reach',
        year: 'Year',
        district: 'District',
        search: 'Search program title or number',
      },
      values: {
        ParticipantStage: {
          APPLIED: 'Applied',
          SELECTED: 'Selected',
          WAITLISTED: 'Waiting list',
          IN_TRAINING: 'In training',
          TRAINED: 'Trained',
          PLACED: 'Placed',
          RETAINED: 'Retained',
          LEFT: 'Left',
        } satisfies Record<ParticipantStage, string>,
      },
    },
  },
}
