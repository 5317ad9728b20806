import GroupIcon from '@mui/icons-material/GroupsOutlined'
import { Chip } from '@mui/material'
import {
  BooleanInput,
  DataTable,
  regex,
  required,
  TextInput,
  useCanAccess,
  useRecordContext,
  useTranslate,
} from 'react-admin'
import { DialogButton } from './dialog'
import { DayInput, NounCreate, NounEdit, ParagraphInput } from './form'
import { graphql } from './gql'
import type { TargetGroupDefinitionsFragment, TargetGroupFieldsFragment } from './gql/graphql'
import { Grid } from './grid'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
import { Details, Section } from './tabs'

type Row = TargetGroupFieldsFragment

const fields = graphql(`
  fragment TargetGroupFields on TargetGroup { id version viewerCanUpdate code nameKo nameEn sensitive }
`)
const definitions = graphql(`
  fragment TargetGroupDefinitions on TargetGroup { id definitions { text validFrom validTo } }
`)

const Column = DataTable.Col<Row>

const List = () => (
  <NounList sort={{ field: 'code', order: 'ASC' }} filters={[<Search key="search" source="search" alwaysOn />]}>
    <Rows<Row>
      card={(row) => localized(row, 'name')}
      cardDetail={(row) => (
        <>
          {row.code} <Sensitive row={row} />
        </>
      )}
    >
      <Column source="nameKo" render={(row) => <RecordLink row={row} />} />
      <Column className="short" source="code" />
      <Column source="sensitive" disableSort render={(row) => <Sensitive row={row} />} />
    </Rows>
  </NounList>
)

function Sensitive({ row }: { row: Row }) {
  const translate = useTranslate()
  return row.sensitive ? (
    <Chip component="span" color="warning" label={translate('acts.group.sensitive')} />
  ) : (
    translate('acts.group.ordinary')
  )
}

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="nameKo">{row.nameKo}</Fact>
        <Fact source="nameEn">{row.nameEn}</Fact>
        <Fact source="code">{row.code}</Fact>
        <Fact source="sensitive">
          <Sensitive row={row} />
        </Fact>
      </>
    )}
  >
    <Definitions />
  </NounShow>
)

type Definition = TargetGroupDefinitionsFragment['definitions'][number]

/** How the group is and was defined, from when to when. */
function Definitions() {
  const translate = useTranslate()
  const row = useRecordContext<Row>()
  const { canAccess } = useCanAccess({ resource: 'targetGroups', action: 'define' })
  const title = translate('acts.group.definitions')
  if (!row) return null
  return (
    <Section
      title={title}
      tools={
        canAccess && (
          <DialogButton label={translate('acts.group.define')} act="defineTargetGroup" input={{ id: row.id }}>
            <ParagraphInput source="text" helperText="acts.group.text_help" validate={required()} />
            <DayInput source="validFrom" isRequired />
            <DayInput source="validTo" />
          </DialogButton>
        )
      }
    >
      <Details fields={definitions}>
        {(found) => (
          <Grid<Definition>
            label={title}
            rows={found.definitions}
            empty={translate('acts.group.undefined')}
            keyOf={({ validFrom }) => validFrom}
            columns={[
              {
                label: translate('resources.targetGroups.fields.validFrom'),
                short: true,
                cell: (one) => one.validFrom,
              },
              {
                label: translate('resources.targetGroups.fields.validTo'),
                short: true,
                cell: (one) => one.validTo ?? '–',
              },
              {
                label: translate('resources.targetGroups.fields.text'),
                cell: (one) => <span className="comment">{one.text}</span>,
              },
            ]}
          />
        )}
      </Details>
    </Section>
  )
}

const Inputs = () => (
  <>
    <TextInput source="nameKo" validate={required()} />
    <TextInput source="nameEn" validate={required()} />
    <BooleanInput source="sensitive" helperText="acts.group.sensitive_help" />
  </>
)

const Edit = () => (
  <NounEdit>
    <Inputs />
  </NounEdit>
)

const Create = () => (
  <NounCreate>
    <TextInput
      source="code"
      helperText="acts.group.code_help"
      validate={[required(), regex(/^[A-Z][A-Z0-9_]{1,39}$/, 'acts.group.bad_code')]}
    />
    <Inputs />
  </NounCreate>
)

export const targetGroup: Noun<Row> = {
  name: 'targetGroups',
  type: 'TargetGroup',
  fields,
  acts: {
    create: 'createTargetGroup',
    edit: 'updateTargetGroup',
    define: 'defineTargetGroup',
    disclosure: 'seeDisclosure',
  },
  icon: GroupIcon,
  list: List,
  show: Show,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => localized(row, 'name'),
  words: {
    ko: {
      name: '대상',
      empty: '등록된 대상이 없습니다',
      fields: {
        code: '코드',
        nameKo: '이름',
        nameEn: '영문 이름',
        sensitive: '민감 여부',
        search: '이름·코드 검색',
        text: '정의',
        validFrom: '적용 시작일',
        validTo: '적용 종료일',
      },
    },
    en: {
      name: 'Target group |||| Target groups',
      empty: 'No target groups yet',
      fields: {
        code: 'Code',
        nameKo: 'Korean name',
        nameEn: 'English name',
        sensitive: 'Sensitive',
        search: 'Search name or code',
        text: 'Definition',
        validFrom: 'Holds from',
        validTo: 'Holds to',
      },
    },
  },
}
