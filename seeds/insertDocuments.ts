import type { AgreementSeed } from './agreement.ts'
import { day } from './day.ts'
import type { FlagshipAwardSeed } from './flagshipAward.ts'
import type { FundingLineSeed } from './fundingLine.ts'
import type { Keys, Transaction } from './keys.ts'
import { flagshipReport } from './source.ts'
import type { TargetStatementSeed } from './targetStatement.ts'

export async function insertFundingLine(tx: Transaction, seed: FundingLineSeed, keys: Keys) {
  const { year, document, planned, ...fields } = seed
  const roundId = keys.round(year)
  if (await tx.fundingLine.findFirst({ where: { roundId, programId: null, source: fields.source } })) return 0
  const documentId = keys.source(document.address)
  await tx.fundingLine.create({ data: { ...fields, planned: BigInt(planned), roundId, documentId } })
  return 1
}

export async function insertAgreement(tx: Transaction, seed: AgreementSeed, keys: Keys) {
  const { programCode, parties, document, ...fields } = seed
  const key = { programId: keys.program(programCode), signedOn: day(seed.signedOn) }
  if (await tx.agreement.findFirst({ where: key })) return 0
  await tx.agreement.create({
    data: {
      ...fields,
      ...key,
      documentId: keys.source(document.address),
      parties: { createMany: { data: parties.map(({ nameKo }) => ({ organizationId: keys.organization(nameKo) })) } },
    },
  })
  return 1
}

export async function insertTargetStatement(tx: Transaction, seed: TargetStatementSeed, keys: Keys) {
  const key = { programId: keys.program(seed.programCode), text: seed.text }
  if (await tx.targetStatement.findFirst({ where: key })) return 0
  await tx.targetStatement.create({ data: { ...key, documentId: keys.source(seed.source.address) } })
  return 1
}

export async function insertFlagshipAward(tx: Transaction, seed: FlagshipAwardSeed, keys: Keys) {
  const { programCode, awardedOn, ...fields } = seed
  const programId = keys.program(programCode)
  if (await tx.flagshipAward.findFirst({ where: { programId, year: fields.year } })) return 0
  const documentId = keys.source(flagshipReport.address)
  await tx.flagshipAward.create({ data: { ...fields, awardedOn: day(awardedOn), programId, documentId } })
  return 1
}
