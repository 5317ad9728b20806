import GroupsIcon from '@mui/icons-material/ApartmentOutlined'
import { DataTable, required, SelectInput, TextInput } from 'react-admin'
import { NounCreate, NounEdit, ParagraphInput } from './form'
import { graphql } from './gql'
import type { OrganizationFieldsFragment, OrganizationKind, OrganizationRole } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { ProgramRows } from './program'
import { Fact, NounShow, Related } from './show'
import { choicesOf, Value } from './value'

type Row = OrganizationFieldsFragment

const fields = graphql(`
  fragment OrganizationFields on Organization { id version viewerCanUpdate nameKo nameEn kind note }
`)

const kinds = {
  GOVERNMENT: '행정기관',
  PUBLIC_BODY: '공공기관',
  COMPANY: '기업',
  SOCIAL_ENTERPRISE: '사회적경제기업',
  NONPROFIT: '비영리단체',
  SCHOOL: '학교',
  OTHER: '기타',
} satisfies Record<OrganizationKind, string>

export const roles = {
  FUNDING: '재원 부담',
  ACCOUNTABLE: '총괄',
  EXTENDING: '관리',
  IMPLEMENTING: '수행',
  PARTNER: '협력',
} satisfies Record<OrganizationRole, string>

const Column = DataTable.Col<Row>
const KindInput = (props: { alwaysOn?: boolean }) => (
  <SelectInput
    source="kind"
    choices={choicesOf('OrganizationKind', kinds)}
    validate={props.alwaysOn ? [] : required()}
  />
)

const List = () => (
  <NounList
    sort={{ field: 'nameKo', order: 'ASC' }}
    filters={[<Search key="search" source="search" alwaysOn />, <KindInput key="kind" alwaysOn />]}
  >
    <Rows<Row>
      card={(row) => localized(row, 'name')}
      cardDetail={(row) => <Value of="OrganizationKind" is={row.kind} />}
    >
      <Column source="nameKo" render={(row) => <RecordLink row={row} />} />
      <Column source="kind" render={(row) => <Value of="OrganizationKind" is={row.kind} />} />
      <Column source="note" disableSort />
    </Rows>
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="nameKo">{row.nameKo}</Fact>
        <Fact source="nameEn">{row.nameEn}</Fact>
        <Fact source="kind">
          <Value of="OrganizationKind" is={row.kind} />
        </Fact>
        <Fact source="note" wide>
          {row.note}
        </Fact>
      </>
    )}
  >
    <Related
      title="resources.programs.name"
      resource="programs"
      target="organization"
      empty="programsOfOrganization"
      sort={{ field: 'code', order: 'ASC' }}
    >
      <ProgramRows />
    </Related>
  </NounShow>
)

export const OrganizationInputs = () => (
  <>
    <TextInput source="nameKo" validate={required()} />
    <TextInput source="nameEn" />
    <KindInput />
    <ParagraphInput source="note" />
  </>
)

const Edit = () => (
  <NounEdit>
    <OrganizationInputs />
  </NounEdit>
)

const Create = () => (
  <NounCreate>
    <OrganizationInputs />
  </NounCreate>
)

export const organization: Noun<Row> = {
  name: 'organizations',
  type: 'Organization',
  fields,
  acts: { create: 'createOrganization', edit: 'updateOrganization' },
  icon: GroupsIcon,
  list: List,
  show: Show,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => localized(row, 'name'),
  words: {
    ko: {
      name: '기관',
      empty: '등록된 기관이 없습니다',
      fields: {
        nameKo: '기관명',
        nameEn: '영문 기관명',
        kind: '구분',
        note: '참고',
        search: '기관명 검색',
        role: '역할',
        organization: '기관',
      },
      values: { OrganizationKind: kinds, OrganizationRole: roles },
    },
    en: {
      name: 'Organization |||| Organizations',
      empty: 'No organizations yet',
      fields: {
        nameKo: 'Name',
        nameEn: 'English name',
        kind: 'Kind',
        note: 'Note',
        search: 'Search names',
        role: 'Role',
        organization: 'Organization',
      },
      values: {
        OrganizationKind: {
          GOVERNMENT: 'Government',
          PUBLIC_BODY: 'Public body',
          COMPANY: 'Company',
          SOCIAL_ENTERPRISE: 'Social enterprise',
          NONPROFIT: 'Nonprofit',
          SCHOOL: 'School',
          OTHER: 'Other',
        } satisfies Record<OrganizationKind, string>,
        OrganizationRole: {
          FUNDING: 'Funding',
          ACCOUNTABLE: 'Accountable',
          EXTENDING: 'Extending',
          IMPLEMENTING: 'Implementing (delivery body)',
          PARTNER: 'Partner',
        } satisfies Record<OrganizationRole, string>,
      },
    },
  },
}
