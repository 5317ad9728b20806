import { allowed, PUBLIC_STAGES } from '../access.ts'
import { act, type Doing } from '../act.ts'
import { batched } from '../batch.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { edit } from '../edit.ts'
import { Problem, Refused, refuse } from '../errors.ts'
import { FundingSource } from '../generated/prisma/enums.ts'
import { moneyIsSettled } from '../guard.ts'
import { choice, optional, ref, text, version, won } from '../input.ts'
import { type CoFunding, coFundingOfPrograms, coFundingOfRounds, type FundingBasis } from '../statistics/coFunding.ts'
import { lockRound, lockRoundOf } from './step.ts'

const Source = builder.enumType('FundingSource', {
  description: 'Who gives the money.',
  values: {
    [FundingSource.CITY]: { description: 'The city (시비).' },
    [FundingSource.DISTRICT]: { description: 'The district (군·구비).' },
    [FundingSource.OWN]: { description: 'The delivery body itself (자부담).' },
    [FundingSource.OTHER]: { description: 'Somebody else (기타).' },
  } as const,
})

const Basis = builder.enumType('FundingBasis', {
  description: 'Which amounts are compared.',
  values: {
    PLANNED: { description: 'Planned (예산).' },
    GRANTED: { description: 'Granted (교부).' },
    SPENT: { description: 'Spent (집행).' },
  } as const,
})

const Level = builder.enumType('FundingLevel', {
  description: 'Where money is recorded.',
  values: {
    PROGRAM: { description: 'On programs.' },
    ROUND: { description: 'On the round as a whole.' },
  } as const,
})

builder.prismaNode('FundingLine', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    source: t.expose('source', { type: Source }),
    planned: t.expose('planned', { type: 'Won', nullable: true }),
    granted: t.expose('granted', { type: 'Won', nullable: true }),
    spent: t.expose('spent', { type: 'Won', nullable: true }),
    returned: t.expose('returned', { type: 'Won', nullable: true }),
    note: t.exposeString('note', { nullable: true }),
    document: t.relation('document', { nullable: true, description: 'The document that the amounts are taken from.' }),
    round: t.relation('round', { description: 'The round that the money is for.' }),
    program: t.relation('program', {
      nullable: true,
      description: 'The program that the money is for; null for money of the round as a whole.',
    }),
  }),
})

const CoFundingType = builder.objectRef<CoFunding & { basis: FundingBasis }>('CoFunding').implement({
  description: 'Money of the city and of the districts against the rule of the round (매칭 비율).',
  fields: (t) => ({
    basis: t.expose('basis', { type: Basis, description: 'Which amounts are compared.' }),
    cityWon: t.expose('cityWon', { type: 'Won', nullable: true, description: 'City money; null when unknown.' }),
    districtWon: t.expose('districtWon', {
      type: 'Won',
      nullable: true,
      description: 'District money; null when unknown.',
    }),
    cityFrom: t.expose('cityFrom', {
      type: Level,
      nullable: true,
      description: 'Where the city money is taken from: the programs when any has a line, else the round; never both.',
    }),
    districtFrom: t.expose('districtFrom', {
      type: Level,
      nullable: true,
      description: 'Where the district money is taken from, in the same way.',
    }),
    citySharePct: t.expose('citySharePct', {
      type: 'Decimal',
      nullable: true,
      description:
        'City money in percent of city plus district money, to two decimals; null when one is unknown or they are recorded on different levels.',
    }),
    rulePct: t.expose('rulePct', { type: 'Decimal', nullable: true, description: 'City share by the rule.' }),
    deviationPct: t.expose('deviationPct', {
      type: 'Decimal',
      nullable: true,
      description: 'City share minus rule, in percentage points.',
    }),
  }),
})

interface FundingTotal {
  source: FundingSource
  _sum: Record<'planned' | 'granted' | 'spent' | 'returned', bigint | null>
}

const sumOf = (column: keyof FundingTotal['_sum'], description: string) => ({
  type: 'Won' as const,
  nullable: true as const,
  description,
  resolve: ({ _sum }: FundingTotal) => _sum[column],
})

const Total = builder.objectRef<FundingTotal>('FundingTotal').implement({
  description:
    'What the selected programs of a round have from one source, as far as it is known. Won, exact integers.',
  fields: (t) => ({
    source: t.expose('source', { type: Source, description: 'Who gives the money.' }),
    planned: t.field(sumOf('planned', 'Planned (예산); null when no program says.')),
    granted: t.field(sumOf('granted', 'Granted (교부); null when no program says.')),
    spent: t.field(sumOf('spent', 'Spent (집행); null when no program says.')),
    returned: t.field(sumOf('returned', 'Returned (반납); null when no program says.')),
  }),
})

const linesAbout = 'by source. Won, exact integers.'
const basisArgument = { type: Basis, defaultValue: 'PLANNED', required: true, description: 'Which amounts.' } as const

builder.prismaObjectFields('Program', (t) => ({
  fundingLines: t.relation('fundingLines', {
    description: `The money of the program (재원), ${linesAbout}`,
    query: (_args, { viewer }) => ({ where: allowed(viewer, 'readFundingLine'), orderBy: { source: 'asc' } }),
  }),
  coFunding: t.field({
    type: CoFundingType,
    description: "The city's and the district's share of the program's money.",
    args: { basis: t.arg(basisArgument) },
    complexity: 10,
    resolve: ({ id }, { basis }, context) => coFunding('Program', id, basis, context),
  }),
}))

builder.prismaObjectFields('Round', (t) => ({
  fundingLines: t.relation('fundingLines', {
    description: `The money that is known for the round as a whole only, ${linesAbout}`,
    query: (_args, { viewer }) => ({
      where: { AND: [{ programId: null }, allowed(viewer, 'readFundingLine')] },
      orderBy: { source: 'asc' },
    }),
  }),
  fundingTotals: t.field({
    type: [Total],
    description: 'The money of the selected programs by source, added up.',
    complexity: 10,
    select: { id: true },
    resolve: async ({ id }, _args, context) => (await batched(context, 'funding totals', id, fundingTotals)) ?? [],
  }),
  coFunding: t.field({
    type: CoFundingType,
    description: "The city's and the districts' share of the money of the selected programs, or of the round.",
    args: { basis: t.arg(basisArgument) },
    complexity: 10,
    resolve: ({ id }, { basis }, context) => coFunding('Round', id, basis, context),
  }),
}))

async function coFunding(of: keyof typeof coFundings, id: number, basis: FundingBasis, context: Context) {
  const { prisma } = context.product.db
  const found = await batched(context, `co-funding of ${of} ${basis}`, id, (ids) => coFundings[of](prisma, ids, basis))
  return { basis, ...(found as CoFunding) }
}
const coFundings = { Program: coFundingOfPrograms, Round: coFundingOfRounds }

async function fundingTotals(roundIds: number[], { product, viewer }: Context): Promise<Map<number, FundingTotal[]>> {
  const ofSelected = { roundId: { in: roundIds }, program: { stage: { in: [...PUBLIC_STAGES] } } }
  const rows = await product.db.prisma.fundingLine.groupBy({
    by: ['roundId', 'source'],
    where: { AND: [ofSelected, allowed(viewer, 'readFundingLine')] },
    _sum: { planned: true, granted: true, spent: true, returned: true },
    orderBy: { source: 'asc' },
  })
  return new Map(roundIds.map((id) => [id, rows.filter(({ roundId }) => roundId === id)]))
}

const spending = { spent: optional(won()), returned: optional(won()) }
const line = {
  source: choice(Source),
  version: optional(version, 'Version of the line that was read; left out for a new line.'),
}

act('setFunding', {
  description: 'Enters or changes the money from one source, for a program or for a round as a whole.',
  noun: 'FundingLine',
  input: {
    programId: optional(ref('Program')),
    roundId: optional(ref('Round', 'Id of the round, for money that is known for the round as a whole only.')),
    ...line,
    planned: optional(won()),
    granted: optional(won()),
    ...spending,
    note: optional(text(1000)),
    documentId: optional(ref('Source', 'Id of the document that the amounts are taken from.')),
  },
  async perform({ programId, roundId, source, version, ...changes }, doing) {
    const of = await placeOf(programId, roundId, doing)
    const known = await doing.tx.fundingLine.findFirst({ where: { ...of, source } })
    if (!known && version) refuse('version', 'CONFLICT', { now: '–', sent: version })
    const id = known
      ? await edit('setFunding', 'FundingLine', { id: known.id, version: version ?? 0, ...changes }, doing)
      : (await doing.tx.fundingLine.create({ data: { ...of, source, ...changes } })).id
    return checkAmounts(id, doing)
  },
})

act('reportSpending', {
  description: 'Reports what a running program spent and returned of the money from one source (집행 보고).',
  noun: 'FundingLine',
  input: { programId: ref('Program'), ...line, version, ...spending },
  async perform({ programId, source, version, ...changes }, doing) {
    await lockRoundOf(doing.tx, programId)
    const known = await doing.tx.fundingLine.findFirst({ where: { programId, source } })
    if (!known) return refuse('source', 'NO_SUCH_LINE')
    return edit('reportSpending', 'FundingLine', { id: known.id, version, ...changes }, doing)
  },
})

/** The program, or the round as a whole, that the money is for, held until the act is over. */
async function placeOf(programId: number | null | undefined, roundId: number | null | undefined, { tx }: Doing) {
  if (programId && roundId) refuse('roundId', 'NOT_TOGETHER', { other: 'programId' })
  if (programId) {
    await lockRoundOf(tx, programId)
    const program = await tx.program.findUniqueOrThrow({ where: { id: programId } })
    return { programId, roundId: program.roundId }
  }
  if (!roundId) return refuse('programId', 'REQUIRED')
  await lockRound(tx, roundId)
  return { programId: null, roundId }
}

/** Nothing is granted before the selection, and what was settled stays settled. */
async function checkAmounts(id: number, { tx }: Doing): Promise<number> {
  const { program, ...line } = await tx.fundingLine.findUniqueOrThrow({ where: { id }, include: { program: true } })
  if (!program) return id
  const selected = [...PUBLIC_STAGES, 'WITHDRAWN'].includes(program.stage)
  const early = (['granted', 'spent', 'returned'] as const).filter((column) => !selected && line[column] !== null)
  const problems = early.map((column) => new Problem('NOT_SELECTED_YET', {}, column))
  if (['SETTLED', 'EVALUATED'].includes(program.stage)) {
    const fundingLines = await tx.fundingLine.findMany({ where: { programId: program.id }, orderBy: { source: 'asc' } })
    problems.push(...moneyIsSettled({ fundingLines }))
  }
  if (problems.length) throw new Refused(problems)
  return id
}
