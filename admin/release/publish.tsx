import { Alert, LinearProgress } from '@mui/material'
import {
  AutocompleteArrayInput,
  maxLength,
  NumberInput,
  required,
  SelectInput,
  TextInput,
  useGetList,
  useLocale,
  useTranslate,
} from 'react-admin'
import { useFormState, useWatch } from 'react-hook-form'
import { useAnswer } from '../answer'
import { Amount } from '../figure'
import { DayInput, NounCreate } from '../form'
import { graphql } from '../gql'
import type { ReleasePreviewQuery } from '../gql/graphql'
import { Grid } from '../grid'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { Section } from '../tabs'
import { choicesOf } from '../value'

const preview = graphql(`
  query ReleasePreview($year: Int!, $asOf: Date!) {
    programs(
      filter: { year: $year, stage: [SELECTED, AGREED, RUNNING, REPORTED, SETTLED, EVALUATED] }
      orderBy: [{ field: CODE, direction: ASC }]
      first: 100
    ) {
      totalCount
      nodes {
        id titleKo titleEn
        district { id }
        figures(asOf: $asOf) {
          state value figureAsOf rivals
          cohort { id nameKo nameEn }
          indicator { id code nameKo nameEn unitKo unitEn }
        }
      }
    }
  }
`)

/** Pins the figures of a release; what it pins is shown before. */
export const PublishRelease = () => (
  <NounCreate hint="acts.release.hint">
    <TextInput source="titleKo" validate={[required(), maxLength(200)]} />
    <SelectInput source="audience" choices={choicesOf('ReleaseAudience', AUDIENCES)} validate={required()} />
    <DayInput source="releasedOn" isRequired />
    <DayInput source="asOf" isRequired />
    <NumberInput source="query.year" label="acts.release.year" min={1900} max={2199} validate={required()} />
    <Which />
    <WillPin />
  </NounCreate>
)

const AUDIENCES = { PRESS: '', COUNCIL: '', PUBLIC: '' }
const all = { pagination: { page: 1, perPage: 100 } }
// Nothing chosen means all of them.
const orAll = (chosen: string[]) => (chosen.length ? chosen : undefined)

function Which() {
  useLocale()
  const { data: districts = [] } = useGetList('districts', { ...all, sort: { field: 'code', order: 'ASC' } })
  const { data: indicators = [] } = useGetList('indicators', { ...all, sort: { field: 'code', order: 'ASC' } })
  return (
    <>
      <AutocompleteArrayInput
        source="query.districtIds"
        label="acts.release.districts"
        helperText="acts.release.all"
        choices={districts}
        optionText={(row) => `${localized(row, 'name')} (${row.code})`}
        parse={orAll}
      />
      <AutocompleteArrayInput
        source="query.indicators"
        label="acts.release.indicators"
        helperText="acts.release.all"
        choices={indicators}
        optionValue="code"
        optionText={(row) => localized(row, 'name')}
        parse={orAll}
      />
    </>
  )
}

interface Chosen {
  year?: number
  districtIds?: string[]
  indicators?: string[]
}

/** What would be pinned now. */
function WillPin() {
  const translate = useTranslate()
  const [{ year, districtIds, indicators }, asOf]: [Chosen, string | undefined] = [
    useWatch({ name: 'query' }) ?? {},
    useWatch({ name: 'asOf' }),
  ]
  const { errors } = useFormState()
  const ready = year && /^\d{4}$/.test(String(year)) && asOf && /^\d{4}-\d{2}-\d{2}$/.test(asOf)
  const { data, error, pending } = useAnswer(preview, ready ? { year, asOf } : null)
  const refused = (errors.query as { message?: unknown } | undefined)?.message
  const title = translate('acts.release.will_pin')
  if (!ready || !data) {
    return (
      <Section title={title}>
        {error && <Alert severity="error">{translate(error.message, { _: error.message })}</Alert>}
        {pending ? <LinearProgress /> : <p className="none">{translate('acts.release.choose')}</p>}
      </Section>
    )
  }
  const rows = pinned(data, { districtIds, indicators })
  const { totalCount, nodes } = data.programs
  return (
    <Section title={title} hint={translate('acts.release.count', { smart_count: rows.length })}>
      {typeof refused === 'string' && <Alert severity="error">{refused}</Alert>}
      {totalCount > nodes.length && (
        <Alert severity="info">{translate('acts.release.more', { shown: nodes.length, all: totalCount })}</Alert>
      )}
      <Pins rows={rows} />
    </Section>
  )
}

type Program = ReleasePreviewQuery['programs']['nodes'][number]
type Pin = { program: Program; figure: Program['figures'][number] }

const pinned = ({ programs }: ReleasePreviewQuery, { districtIds, indicators }: Chosen): Pin[] =>
  programs.nodes
    .filter(({ district }) => !districtIds?.length || districtIds.includes(district.id))
    .flatMap((program) => program.figures.map((figure) => ({ program, figure })))
    .filter(({ figure }) => !indicators?.length || indicators.includes(figure.indicator.code))

function Pins({ rows }: { rows: Pin[] }) {
  const translate = useTranslate()
  const of = (field: string) => translate(`resources.outcomes.fields.${field}`)
  return (
    <Grid<Pin>
      label={translate('acts.release.will_pin')}
      rows={rows}
      empty={translate('acts.release.none')}
      keyOf={({ program, figure }) => `${program.id} ${figure.indicator.id} ${figure.cohort?.id}`}
      columns={[
        { label: of('program'), cell: ({ program }) => <RecordLink row={program} resource="programs" /> },
        {
          label: of('indicator'),
          cell: ({ figure: { indicator, cohort } }) =>
            [localized(indicator, 'name'), cohort && localized(cohort, 'name')].filter(Boolean).join(' · '),
        },
        { label: of('value'), number: true, cell: ({ figure }) => <Amount of={figure} /> },
        { label: of('asOf'), short: true, cell: ({ figure }) => figure.figureAsOf ?? '–' },
        {
          label: translate('work.figures.rivals'),
          number: true,
          cell: ({ figure }) => figure.rivals || '–',
        },
      ]}
    />
  )
}
