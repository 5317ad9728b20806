import { useTranslate } from 'react-admin'
import { AgreementButton } from '../agreement'
import { FundingButton } from '../funding'
import { graphql } from '../gql'
import type { AgreementRowFragment, ProgramStage } from '../gql/graphql'
import { Grid } from '../grid'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { ProgramPlaces } from '../program/places'
import { RecordAs } from '../show'
import { Steps } from '../step'
import { Section } from '../tabs'
import { Value, ValueChip } from '../value'
import { Won } from '../won'
import { Programs } from './programs'

const fields = graphql(`
  fragment AgreementRow on Program {
    id
    version
    code
    titleKo
    titleEn
    stage
    viewerCanReport
    district { id nameKo nameEn }
    round { id }
    agreements { ...AgreementFields }
    fundingLines { ...FundingLineFields }
    transitions { name labelKo labelEn needsReason missing { field message code } }
  }
`)

const selected: ProgramStage[] = ['SELECTED', 'AGREED', 'RUNNING', 'REPORTED', 'SETTLED', 'EVALUATED']

/** The selected programs on their way from the agreement and the grant into running. */
export function Agreements() {
  const translate = useTranslate()
  const title = translate('work.round.agreements')
  return (
    <Section title={title} hint={translate('work.agreement.hint')}>
      <Programs fields={fields} filter={{ stage: selected }}>
        {(rows) => <Table title={title} rows={rows} />}
      </Programs>
    </Section>
  )
}

function Table({ title, rows }: { title: string; rows: AgreementRowFragment[] }) {
  const translate = useTranslate()
  return (
    <Grid<AgreementRowFragment>
      label={title}
      rows={rows}
      empty={translate('work.agreement.no_programs')}
      columns={[
        {
          label: translate('resources.programs.fields.titleKo'),
          cell: (row) => (
            <>
              <RecordLink row={row} resource="programs" />
              <div className="none">{localized(row.district, 'name')}</div>
            </>
          ),
        },
        {
          label: translate('resources.programs.fields.stage'),
          cell: ({ stage }) => <ValueChip of="ProgramStage" is={stage} />,
        },
        { label: translate('work.round.agreement'), cell: (row) => <Signed row={row} /> },
        { label: translate('resources.fundingLines.fields.granted'), cell: (row) => <Granted row={row} /> },
        { label: translate('panel.next_steps'), cell: (row) => <Next row={row} /> },
      ]}
    />
  )
}

const Signed = ({ row }: { row: AgreementRowFragment }) => (
  <div className="stack">
    {row.agreements.map(({ id, titleKo, signedOn }) => (
      <span key={id}>
        {titleKo} <span className="none short">{signedOn}</span>
      </span>
    ))}
    {row.viewerCanReport && !row.agreements.length && <AgreementButton programId={row.id} />}
  </div>
)

function Granted({ row }: { row: AgreementRowFragment }) {
  return (
    <div className="stack">
      {row.fundingLines.map((line) => (
        <span key={line.id} className="short">
          <Value of="FundingSource" is={line.source} /> <Won is={line.granted} />{' '}
          {line.viewerCanUpdate && row.stage === 'SELECTED' && (
            <FundingButton of={{ programId: row.id }} source={line.source} line={line} />
          )}
        </span>
      ))}
    </div>
  )
}

/** Withdrawing is left to the program's own page. */
const Next = ({ row }: { row: AgreementRowFragment }) => (
  <RecordAs resource="programs" record={row}>
    <ProgramPlaces>
      <div className="stack">
        <Steps transitions={row.transitions.filter(({ needsReason }) => !needsReason)} />
      </div>
    </ProgramPlaces>
  </RecordAs>
)
