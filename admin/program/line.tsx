import { Chip } from '@mui/material'
import { SelectInput, useCanAccess, useRecordContext, useTranslate } from 'react-admin'
import { DialogButton } from '../dialog'
import { Amount } from '../figure'
import { RecordInput } from '../form'
import { graphql } from '../gql'
import type { LineAcrossRoundsFragment, ProgramFieldsFragment } from '../gql/graphql'
import { Grid } from '../grid'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { RecordAs } from '../show'
import { Details, Section } from '../tabs'
import { Value, ValueChip } from '../value'

const fields = graphql(`
  fragment LineAcrossRounds on ProgramLine {
    id
    programs(first: 25) {
      nodes {
        id
        code
        titleKo
        titleEn
        stage
        lineChange
        targetJobs
        round { id year titleKo titleEn }
        district { id nameKo nameEn }
        flagships { id year revokedOn }
        figures { ...FigureFields }
      }
    }
  }
`)

const place = graphql(`
  fragment ProgramPlace on Program { id version lineChange line { id version nameKo nameEn } }
`)

/** The line of a program: where it came from and what became of it. */
export function Line() {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'programs', action: 'place' })
  const program = useRecordContext<ProgramFieldsFragment>()
  if (!program) return null
  return (
    <Details fields={place}>
      {(row) => (
        <>
          <div className="next-steps">
            {row.line ? (
              <RecordLink row={row.line} resource="programLines" />
            ) : (
              <span className="none">{translate('work.line.none')}</span>
            )}
            {canAccess && (
              <DialogButton
                resource="programs"
                label={translate('work.line.place')}
                act="placeOnLine"
                input={{ id: row.id }}
                record={row}
                transform={(values) => ({ lineId: row.line?.id, lineChange: row.lineChange, ...values })}
              >
                <RecordInput source="lineId" reference="programLines" />
                <SelectInput source="lineChange" choices={choices} />
              </DialogButton>
            )}
          </div>
          {row.line && (
            <RecordAs resource="programLines" record={row.line}>
              <LineAcrossRounds />
            </RecordAs>
          )}
        </>
      )}
    </Details>
  )
}

type OnLine = LineAcrossRoundsFragment['programs']['nodes'][number]

const choices = ['NEW', 'CONTINUED', 'CHANGED', 'ENDED'].map((id) => ({ id, name: `values.LineChange.${id}` }))

/** The programs of a line from round to round, with what is known of each. */
export function LineAcrossRounds() {
  const translate = useTranslate()
  const title = translate('work.line.across')
  return (
    <Section title={title} hint={translate('panel.figures_hint')}>
      <Details fields={fields}>{({ programs }) => <Programs label={title} rows={programs.nodes} />}</Details>
    </Section>
  )
}

function Programs({ label, rows }: { label: string; rows: OnLine[] }) {
  const translate = useTranslate()
  const of = (field: string) => translate(`resources.programs.fields.${field}`)
  return (
    <Grid<OnLine>
      label={label}
      rows={rows}
      columns={[
        {
          label: of('year'),
          short: true,
          cell: ({ round }) => (
            <RecordLink row={round} resource="rounds">
              {round.year}
            </RecordLink>
          ),
        },
        {
          label: of('titleKo'),
          cell: (row) => (
            <>
              <RecordLink row={row} resource="programs" />
              <div className="none">{localized(row.district, 'name')}</div>
              {row.flagships
                .filter(({ revokedOn }) => !revokedOn)
                .map(({ id }) => (
                  <Chip key={id} color="primary" component="span" label={translate('work.flagship.one')} />
                ))}
            </>
          ),
        },
        {
          label: translate('work.line.change'),
          cell: ({ lineChange }) => lineChange && <Value of="LineChange" is={lineChange} />,
        },
        { label: of('stage'), cell: ({ stage }) => <ValueChip of="ProgramStage" is={stage} /> },
        { label: of('targetJobs'), number: true, cell: ({ targetJobs }) => targetJobs ?? '–' },
        { label: translate('panel.figures'), cell: ({ figures }) => <Known figures={figures} /> },
      ]}
    />
  )
}

/** Each figure with its basis: unlike ones are not added up. */
const Known = ({ figures }: Pick<OnLine, 'figures'>) => (
  <div className="stack">
    {figures
      .filter(({ state, dimension }) => state === 'PRESENT' && !dimension)
      .map((figure) => (
        <span key={`${figure.indicator.id} ${figure.cohort?.id}`}>
          {localized(figure.indicator, 'name')} <Amount of={figure} />{' '}
          <span className="none">
            <Value of="CountingBasis" is={figure.indicator.basis} />
            {figure.cohort && ` · ${localized(figure.cohort, 'name')}`} · {figure.figureAsOf}
          </span>
        </span>
      ))}
  </div>
)
