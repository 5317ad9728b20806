import type { FundingSource } from '../server/generated/prisma/enums.ts'
import { newspimReport, nextRoundReport, type SourceSeed } from './source.ts'

export interface FundingLineSeed {
  /** The natural key, with the giver: money of the round as a whole. */
  year: number
  source: FundingSource
  /** Won. */
  planned: number
  document: SourceSeed
  note?: string
}

export const fundingLines: FundingLineSeed[] = [
  { year: 2020, source: 'CITY', planned: 1_600_000_000, document: newspimReport },
  {
    year: 2020,
    source: 'DISTRICT',
    planned: 680_000_000,
    document: newspimReport,
    note: '8개 군·구를 합한 금액 / of the eight districts together',
  },
  { year: 2021, source: 'CITY', planned: 1_600_000_000, document: nextRoundReport },
]
