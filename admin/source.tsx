import ArticleIcon from '@mui/icons-material/ArticleOutlined'
import { BooleanInput, DataTable, required, TextInput } from 'react-admin'
import { DayInput, NounCreate, NounEdit, ParagraphInput } from './form'
import { graphql } from './gql'
import type { SourceFieldsFragment } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import type { Noun } from './noun'
import { OutcomeRows } from './outcome'
import { Fact, NounShow, Related } from './show'
import { Address } from './value'

type Row = SourceFieldsFragment

const fields = graphql(`
  fragment SourceFields on Source {
    id
    version
    viewerCanUpdate
    publisher
    title
    publishedOn
    published
    address
    note
  }
`)

const Column = DataTable.Col<Row>

const List = () => (
  <NounList
    sort={{ field: 'publishedOn', order: 'DESC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <DayInput key="publishedFrom" source="publishedFrom" />,
      <DayInput key="publishedTo" source="publishedTo" />,
    ]}
  >
    <Rows<Row>
      card={(row) => row.title ?? row.publisher}
      cardDetail={(row) => [row.title && row.publisher, row.publishedOn].filter(Boolean).join(' · ')}
    >
      <Column source="publisher" render={(row) => <RecordLink row={row}>{row.publisher}</RecordLink>} />
      <Column source="title" disableSort />
      <Column className="short" source="publishedOn" />
      <Column source="address" disableSort render={(row) => <Address address={row.address} />} />
    </Rows>
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="publisher">{row.publisher}</Fact>
        <Fact source="publishedOn">{row.publishedOn}</Fact>
        <Fact source="title" wide>
          {row.title}
        </Fact>
        <Fact source="address" wide>
          <Address address={row.address} />
        </Fact>
        <Fact source="note" wide>
          {row.note}
        </Fact>
      </>
    )}
  >
    <Related title="panel.figures" resource="outcomes" target="source" sort={{ field: 'program', order: 'ASC' }}>
      <OutcomeRows without="citations" />
    </Related>
  </NounShow>
)

const Inputs = () => (
  <>
    <TextInput source="publisher" validate={required()} />
    <DayInput source="publishedOn" />
    <BooleanInput source="published" />
    <TextInput source="title" />
    <TextInput source="address" validate={required()} />
    <ParagraphInput source="note" />
  </>
)

const Edit = () => (
  <NounEdit>
    <Inputs />
  </NounEdit>
)

const Create = () => (
  <NounCreate>
    <Inputs />
  </NounCreate>
)

export const source: Noun<Row> = {
  name: 'sources',
  type: 'Source',
  fields,
  acts: { create: 'createSource', edit: 'updateSource' },
  icon: ArticleIcon,
  list: List,
  show: Show,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => [row.publisher, row.title ?? row.publishedOn].filter(Boolean).join(', '),
  words: {
    ko: {
      name: '출처',
      empty: '등록된 출처가 없습니다',
      fields: {
        publisher: '발행처',
        title: '제목',
        publishedOn: '발행일',
        published: '공개 자료 (인용한 수치는 작아도 공개됨)',
        address: '주소',
        note: '참고',
        search: '발행처·제목·주소 검색',
        publishedFrom: '발행일(부터)',
        publishedTo: '발행일(까지)',
      },
    },
    en: {
      name: 'Source |||| Sources',
      empty: 'No sources yet',
      fields: {
        publisher: 'Publisher',
        title: 'Title',
        publishedOn: 'Published on',
        published: 'Open to everyone (figures that cite it are never suppressed)',
        address: 'Address',
        note: 'Note',
        search: 'Search publisher, title, address',
        publishedFrom: 'Published, from',
        publishedTo: 'Published, until',
      },
    },
  },
}
