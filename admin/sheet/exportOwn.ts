import type { RaRecord } from 'react-admin'
import { graphql } from '../gql'
import type { OutcomeSheetFragment, ParticipantSheetFragment } from '../gql/graphql'
import { type AnyNoun, localized } from '../noun'
import { momentInKorea } from '../value'
import { cellOf, type ExportColumn, labelOf } from './exportCells'

type Translate = (key: string, options?: object) => string

/** Lists whose file says more than their page: a figure is never without unit, basis and source. */
export const ownExports: Record<
  string,
  { fields: AnyNoun['fields']; columns(noun: AnyNoun, translate: Translate): ExportColumn[] }
> = {
  outcomes: {
    fields: graphql(`
      fragment OutcomeSheet on Outcome {
        id
        program { code titleKo titleEn district { nameKo nameEn } }
        indicator { code nameKo nameEn unitKo unitEn basis population }
        cohort { half nameKo nameEn }
        dimension category periodStart asOf state value status knownAt approvedAt note
        citations { page source { publisher title address } }
      }
    `),
    columns: (noun, translate) => {
      const said = (key: string, cell: (row: OutcomeSheetFragment) => unknown): ExportColumn => ({
        header: labelOf(noun, key, translate),
        cell: (row: RaRecord) => cellOf(noun, key, cell(row as never), translate),
      })
      const named = (header: string, cell: (row: OutcomeSheetFragment) => string | null | undefined): ExportColumn => ({
        header: translate(header),
        cell: (row: RaRecord) => cell(row as never) ?? null,
      })
      return [
        named('panel.sheet.columns.program', ({ program }) => program.code),
        named('panel.sheet.columns.title', ({ program }) => localized(program, 'title')),
        said('district', ({ program }) => program.district),
        said('indicator', ({ indicator }) => localized(indicator, 'name')),
        named('panel.sheet.unit', ({ indicator }) => localized(indicator, 'unit')),
        named('panel.sheet.basis', ({ indicator }) => translate(`values.CountingBasis.${indicator.basis}`)),
        named('panel.sheet.population', ({ indicator }) => translate(`values.Population.${indicator.population}`)),
        said('cohort', ({ cohort }) => cohort),
        named(
          'panel.sheet.columns.dimension',
          ({ dimension }) => dimension && translate(`panel.sheet.dimension_values.${dimension}`),
        ),
        named(
          'panel.sheet.columns.category',
          ({ category }) => category && translate(`panel.sheet.sex_values.${category}`, { _: category }),
        ),
        said('periodStart', ({ periodStart }) => periodStart),
        said('asOf', ({ asOf }) => asOf),
        // A number, zero included, or the word for the kind of nothing that it is: never an empty cell.
        said('value', ({ state, value }) => (state === 'PRESENT' ? value : translate(`values.FigureState.${state}`))),
        said('state', ({ state }) => translate(`values.FigureState.${state}`)),
        said('status', ({ status }) => translate(`values.OutcomeStatus.${status}`)),
        said('knownAt', ({ knownAt }) => momentInKorea(knownAt)),
        said('approvedAt', ({ approvedAt }) => approvedAt && momentInKorea(approvedAt)),
        said('citations', ({ citations }) =>
          citations
            .map(({ page, source }) => [source.publisher, source.title, page, source.address].filter(Boolean).join(' '))
            .join(' / '),
        ),
        said('note', ({ note }) => note),
      ]
    },
  },
  participants: {
    fields: graphql(`
      fragment ParticipantSheet on Participant {
        id
        ownNumber
        maskedName
        birthYear
        sex
        program { code titleKo titleEn district { nameKo nameEn } }
        cohort { half nameKo nameEn }
        targetGroups { nameKo nameEn }
        stage stageOn note destroyedAt
      }
    `),
    columns: (noun, translate) => {
      const said = (key: string, cell: (row: ParticipantSheetFragment) => unknown): ExportColumn => ({
        header: labelOf(noun, key, translate),
        cell: (row: RaRecord) => cellOf(noun, key, cell(row as never), translate),
      })
      return [
        {
          header: translate('panel.sheet.columns.number'),
          cell: (row) => (row as ParticipantSheetFragment).ownNumber ?? null,
        },
        said('maskedName', ({ maskedName }) => maskedName),
        said('birthYear', ({ birthYear }) => birthYear),
        said('sex', ({ sex }) => sex && translate(`panel.sheet.sex_values.${sex}`)),
        {
          header: translate('panel.sheet.columns.program'),
          cell: (row) => (row as ParticipantSheetFragment).program.code,
        },
        {
          header: translate('panel.sheet.columns.title'),
          cell: (row) => localized((row as ParticipantSheetFragment).program, 'title'),
        },
        said('district', ({ program }) => program.district),
        said('cohort', ({ cohort }) => cohort),
        said('targetGroups', ({ targetGroups }) => targetGroups),
        said('stage', ({ stage }) => translate(`values.ParticipantStage.${stage}`)),
        said('stageOn', ({ stageOn }) => stageOn),
        said('note', ({ note }) => note),
        said('destroyedAt', ({ destroyedAt }) => destroyedAt && momentInKorea(destroyedAt)),
      ]
    },
  },
}
