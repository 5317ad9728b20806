import ReviewIcon from '@mui/icons-material/RateReviewOutlined'
import { DataTable, NumberInput, SelectInput, useTranslate } from 'react-admin'
import { dayInKorea } from './day'
import { graphql } from './gql'
import type { ReviewFieldsFragment } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { ScoreSheet } from './round/scoreSheet'
import { ValueChip } from './value'

type Row = ReviewFieldsFragment

const fields = graphql(`
  fragment ReviewFields on Review {
    id
    version
    viewerCanUpdate
    comment
    submittedAt
    total
    reviewer { id name }
    scores { score criterion { id } }
    program {
      id
      code
      titleKo
      titleEn
      stage
      district { id nameKo nameEn }
      round { id year titleKo titleEn criteria { ...CriterionFields } }
    }
  }
`)

const Column = DataTable.Col<Row>

function HandedIn({ row }: { row: Row }) {
  const translate = useTranslate()
  return row.submittedAt ? dayInKorea(row.submittedAt) : translate('work.review.open')
}

const List = () => (
  <NounList
    sort={{ field: 'submittedAt', order: 'DESC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <NumberInput key="year" source="year" alwaysOn />,
      <SelectInput
        key="open"
        source="open"
        choices={[
          { id: true, name: 'work.review.open' },
          { id: false, name: 'work.review.handed_in' },
        ]}
        alwaysOn
      />,
    ]}
  >
    <Rows<Row>
      card={(row) => localized(row.program, 'title')}
      cardDetail={(row) => (
        <>
          {localized(row.program.district, 'name')} · <HandedIn row={row} />
        </>
      )}
    >
      <Column source="program" render={(row) => <RecordLink row={row}>{localized(row.program, 'title')}</RecordLink>} />
      <Column className="short" source="year" disableSort render={(row) => row.program.round.year} />
      <Column
        className="short"
        source="district"
        disableSort
        render={(row) => localized(row.program.district, 'name')}
      />
      <Column source="stage" disableSort render={(row) => <ValueChip of="ProgramStage" is={row.program.stage} />} />
      <Column source="reviewer" disableSort render={(row) => row.reviewer?.name ?? '–'} />
      <Column source="total" disableSort align="right" render={(row) => row.total ?? '–'} />
      <Column className="short" source="submittedAt" render={(row) => <HandedIn row={row} />} />
    </Rows>
  </NounList>
)

export const review: Noun<Row> = {
  name: 'reviews',
  type: 'Review',
  fields,
  acts: { assign: 'assignReviewer', score: 'saveReview' },
  sees: ['assignReviewer', 'saveReview'],
  icon: ReviewIcon,
  list: List,
  show: ScoreSheet,
  recordRepresentation: (row) => localized(row.program, 'title'),
  words: {
    ko: {
      name: '심사',
      empty: '배정된 심사가 없습니다',
      fields: {
        program: '제안 사업',
        year: '연도',
        district: '군·구',
        stage: '단계',
        reviewer: '심사위원',
        total: '총점',
        submittedAt: '제출일',
        scores: '점수',
        comment: '심사 의견',
        search: '사업명·번호 검색',
        open: '상태',
      },
    },
    en: {
      name: 'Review |||| Reviews',
      empty: 'No reviews were assigned',
      fields: {
        program: 'Proposal',
        year: 'Year',
        district: 'District',
        stage: 'Stage',
        reviewer: 'Reviewer',
        total: 'Total',
        submittedAt: 'Handed in',
        scores: 'Scores',
        comment: 'Comment',
        search: 'Search titles, numbers',
        open: 'State',
      },
    },
  },
}
