import { Chip } from '@mui/material'
import type { ReactNode } from 'react'
import { type RaRecord, useTranslate } from 'react-admin'
import { DialogButton } from './dialog'
import { HistoryButton } from './everywhere/historyButton'
import { ParagraphInput } from './form'
import { graphql } from './gql'
import type { CoFundingFieldsFragment, FundingBasis, FundingSource } from './gql/graphql'
import { Grid } from './grid'
import type { Part } from './noun'
import { Section } from './tabs'
import { Value } from './value'
import { Won, WonInput } from './won'

graphql(`
  fragment FundingLineFields on FundingLine {
    id
    version
    viewerCanUpdate
    source
    planned
    granted
    spent
    returned
    note
  }
`)

graphql(`
  fragment CoFundingFields on CoFunding {
    basis
    cityWon
    districtWon
    cityFrom
    districtFrom
    citySharePct
    rulePct
    deviationPct
  }
`)

export const sources = {
  CITY: '시비',
  DISTRICT: '군·구비',
  OWN: '자부담',
  OTHER: '기타',
} satisfies Record<FundingSource, string>

const amounts = ['planned', 'granted', 'spent', 'returned'] as const
type Amount = (typeof amounts)[number]
export type Amounts = { source: FundingSource } & Partial<Record<Amount, number | null>>

interface MoneyTableProps {
  label: string
  /** What there is from each source. */
  lines: readonly (Amounts & { version?: number; viewerCanUpdate?: boolean })[]
  /** Which amounts; all when left out. */
  columns?: readonly Amount[]
  /** A button beside the amounts of a source, if they can be entered. */
  edit?: (source: FundingSource, line?: RaRecord) => ReactNode
}

/** Money by source, in won: planned, granted, spent, returned, with the sums of what is known. */
export function MoneyTable({ label, lines, columns = amounts, edit }: MoneyTableProps) {
  const translate = useTranslate()
  const names = edit ? Object.keys(sources) : lines.map(({ source }) => source)
  const rows: Partial<Amounts>[] = names.map((source) => ({
    source: source as FundingSource,
    ...lines.find((line) => line.source === source),
  }))
  const total = Object.fromEntries(columns.map((column) => [column, sumOf(lines, column)])) as Partial<Amounts>
  return (
    <Grid<Partial<Amounts>>
      label={label}
      rows={rows.length ? [...rows, total] : []}
      keyOf={({ source }) => source ?? 'total'}
      columns={[
        {
          label: translate('resources.fundingLines.fields.source'),
          cell: ({ source }) =>
            source ? <Value of="FundingSource" is={source} /> : <b>{translate('work.money.sum')}</b>,
        },
        ...columns.map((column) => ({
          label: translate(`resources.fundingLines.fields.${column}`),
          number: true,
          cell: (line: Partial<Amounts>) => <Won is={line[column]} />,
        })),
        edit !== undefined && {
          key: 'edit',
          label: <span className="hidden">{translate('ra.action.edit')}</span>,
          number: true,
          cell: ({ source }) => {
            const line = lines.find((line) => line.source === source) as RaRecord | undefined
            return (
              source && (
                <>
                  {edit(source, line)}
                  {line && (
                    <HistoryButton
                      resource="fundingLines"
                      record={line}
                      name={translate(`values.FundingSource.${source}`)}
                    />
                  )}
                </>
              )
            )
          },
        },
      ]}
    />
  )
}

/** The sum of what is known; null when nothing is. */
export function sumOf(lines: readonly Partial<Record<Amount, number | null>>[], amount: Amount): number | null {
  const known = lines.flatMap((line) => line[amount] ?? [])
  return known.length ? known.reduce((a, b) => a + b, 0) : null
}

interface FundingButtonProps {
  of: { programId: string } | { roundId: string }
  source: FundingSource
  line?: RaRecord
  /** Only what was spent and returned is reported. */
  spendingOnly?: boolean
}

export function FundingButton({ of, source, line, spendingOnly }: FundingButtonProps) {
  const translate = useTranslate()
  const name = translate(`values.FundingSource.${source}`)
  return (
    <DialogButton
      variant="text"
      resource="fundingLines"
      label={translate(spendingOnly ? 'work.money.report' : 'work.money.enter')}
      title={`${name} · ${translate(spendingOnly ? 'work.money.report' : 'work.money.enter')}`}
      confirm={translate('ra.action.save')}
      act={spendingOnly ? 'reportSpending' : 'setFunding'}
      input={{ ...of, source }}
      record={line}
    >
      {!spendingOnly && <WonInput source="planned" />}
      {!spendingOnly && <WonInput source="granted" />}
      <WonInput source="spent" />
      <WonInput source="returned" />
      {!spendingOnly && <ParagraphInput source="note" minRows={2} />}
    </DialogButton>
  )
}

/** The city's share of city plus district money against the rule of the round. */
export function CoFundingCheck({ of, note }: { of: readonly CoFundingFieldsFragment[]; note?: string | null }) {
  const translate = useTranslate()
  const title = translate('work.money.co_funding')
  return (
    <Section title={title} hint={note}>
      <Grid<CoFundingFieldsFragment>
        label={title}
        rows={of}
        keyOf={({ basis }) => basis}
        columns={[
          {
            label: translate('work.money.basis'),
            cell: ({ basis }) => translate(`resources.fundingLines.fields.${amountOf[basis]}`),
          },
          { label: translate('values.FundingSource.CITY'), number: true, cell: ({ cityWon }) => <Won is={cityWon} /> },
          {
            label: translate('values.FundingSource.DISTRICT'),
            number: true,
            cell: ({ districtWon }) => <Won is={districtWon} />,
          },
          {
            label: translate('work.money.city_share'),
            number: true,
            cell: ({ citySharePct }) => <Percent is={citySharePct} />,
          },
          { label: translate('work.money.rule'), number: true, cell: ({ rulePct }) => <Percent is={rulePct} /> },
          { label: translate('work.money.deviation'), cell: ({ deviationPct }) => <Deviation is={deviationPct} /> },
        ]}
      />
    </Section>
  )
}

type Share = number | null | undefined

const amountOf: Record<FundingBasis, string> = { PLANNED: 'planned', GRANTED: 'granted', SPENT: 'spent' }

const Percent = ({ is }: { is: Share }) =>
  is == null ? (
    <span className="none">–</span>
  ) : (
    <span title={`${is} %`}>{(Math.round(is * 10) / 10).toFixed(1)} %</span>
  )

function Deviation({ is }: { is: Share }) {
  const translate = useTranslate()
  if (is == null) return <span className="none">{translate('work.money.no_share')}</span>
  if (is === 0) return <Chip color="success" label={translate('work.money.as_ruled')} component="span" />
  const points = `${is > 0 ? '+' : '−'}${Math.abs(is).toFixed(2)}`
  return <Chip color="warning" label={translate('work.money.deviates', { points })} component="span" />
}

export const funding: Part<'source' | Amount | 'note'> = {
  name: 'fundingLines',
  acts: { edit: 'setFunding', report: 'reportSpending', history: 'seeHistoryOfFundingLine' },
  words: {
    ko: {
      name: '재원',
      fields: { source: '재원', planned: '예산', granted: '교부', spent: '집행', returned: '반납', note: '참고' },
      values: { FundingSource: sources },
    },
    en: {
      name: 'Money',
      fields: {
        source: 'Source',
        planned: 'Planned',
        granted: 'Granted',
        spent: 'Spent',
        returned: 'Returned',
        note: 'Note',
      },
      values: {
        FundingSource: { CITY: 'City', DISTRICT: 'District', OWN: 'Own', OTHER: 'Other' } satisfies Record<
          FundingSource,
          string
        >,
      },
    },
  },
}
