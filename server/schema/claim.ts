import { act } from '../act.ts'
import { builder } from '../builder.ts'
import { take } from '../edit.ts'
import { refuse } from '../errors.ts'
import { Treatment } from '../generated/prisma/enums.ts'
import {
  choice,
  day,
  decimal,
  flag,
  group,
  many,
  optional,
  pattern,
  ref,
  self,
  text,
  version,
  whole,
} from '../input.ts'
import { containing, filter, list, one } from '../list.ts'
import { Basis, PopulationEnum } from './indicator.ts'
import { visibleOutcome } from './outcome.ts'

export const TreatmentEnum = builder.enumType('Treatment', {
  description: 'Whether figures count towards a claim.',
  values: {
    [Treatment.LEAVE_OUT]: { description: 'A counting basis or a single figure is left out (제외).' },
    [Treatment.ADD]: { description: 'A single figure is added (가산).' },
  } as const,
})

builder.prismaObject('ClaimTreatment', {
  select: { id: true },
  fields: (t) => ({
    position: t.exposeInt('position'),
    treatment: t.expose('treatment', { type: TreatmentEnum }),
    basis: t.expose('basis', { type: Basis, nullable: true }),
    outcome: t.field({
      type: 'Outcome',
      nullable: true,
      description: 'The single figure that it is about.',
      select: { outcomeId: true },
      resolve: ({ outcomeId }, _args, context) => visibleOutcome(outcomeId, context),
    }),
    reason: t.exposeString('reason'),
    inferred: t.exposeBoolean('inferred'),
  }),
})

builder.prismaNode('Claim', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    code: t.exposeString('code'),
    round: t.relation('round', { description: 'The round that it is about.' }),
    titleKo: t.exposeString('titleKo'),
    titleEn: t.exposeString('titleEn', { nullable: true }),
    value: t.expose('value', { type: 'Decimal' }),
    unitKo: t.exposeString('unitKo'),
    unitEn: t.exposeString('unitEn'),
    population: t.expose('population', { type: PopulationEnum }),
    basis: t.expose('basis', { type: Basis }),
    asOf: t.expose('asOf', { type: 'Date' }),
    document: t.relation('document', { description: 'Where it was published: publisher, date and address (출처).' }),
    quote: t.exposeString('quote', { nullable: true }),
    knownAt: t.expose('knownAt', { type: 'DateTime' }),
    note: t.exposeString('note', { nullable: true }),
    treatments: t.relation('treatments', {
      description: 'How it is explained, step by step.',
      query: { orderBy: { position: 'asc' } },
    }),
  }),
})

const code = pattern(/^[a-z0-9][a-z0-9-]{1,59}$/, '2019-headline', 'Short name, such as 2019-headline.')

const claims = list({
  noun: 'Claim',
  field: 'claims',
  description: 'Published headline figures (공표 수치), each with where it was published.',
  filters: {
    year: filter(whole(1900, 2199, 'Year of the round.'), (year) => ({ round: { year } })),
    basis: filter(many(choice(Basis), 10, 'On any of these counting bases.'), (bases) => ({ basis: { in: bases } })),
    population: filter(choice(PopulationEnum, 'Of this population.'), (population) => ({ population })),
    search: filter(text(100, 'Part of a title, the short name or the quote.'), (part) =>
      containing(part, ['titleKo', 'titleEn', 'code', 'quote']),
    ),
  },
  orders: {
    CODE: { by: ['code'], description: 'Short name.' },
    YEAR: { by: ['round', 'year'], description: 'Year of the round.' },
    AS_OF: { by: ['asOf'], description: 'Day for which it is claimed.' },
    KNOWN_AT: { by: ['knownAt'], description: 'When it became known.' },
  },
  defaultOrder: ['CODE', 'ASC'],
})
claims.under('Round', 'claims', 'What was published about the round.')

one('claim', 'Claim', 'The claim with this short name', { code })

act('publishClaim', {
  description:
    'Puts a published headline figure on record, with where it was published. It becomes known at this moment, and its value is never edited to fit.',
  noun: 'Claim',
  input: {
    code: optional(code, 'Short name for queries; made from the year and a running number when left out.'),
    roundId: ref('Round'),
    titleKo: text(200),
    titleEn: optional(text(200)),
    value: decimal(0, 999_999_999_999.999),
    unitKo: text(20),
    unitEn: text(40),
    population: choice(PopulationEnum),
    basis: choice(Basis),
    asOf: day(),
    documentId: ref('Source', 'Id of the document in which it was published.'),
    quote: optional(text(500)),
    note: optional(text(2000)),
  },
  async perform({ code: given, ...input }, { tx, viewer, context }) {
    await tx.$queryRaw`SELECT id FROM round WHERE id = ${input.roundId} FOR UPDATE`
    const { year } = await tx.round.findUniqueOrThrow({ where: { id: input.roundId } })
    const taken = await tx.claim.findMany({ where: { code: { startsWith: `${year}-claim-` } }, select: { code: true } })
    const last = Math.max(0, ...taken.map(({ code: other }) => Number(other.slice(11)) || 0))
    const data = { ...input, code: given ?? `${year}-claim-${last + 1}` }
    const { id } = await tx.claim.create({
      data: { ...data, publishedById: viewer.id, knownAt: context.product.now() },
    })
    return id
  },
})

export const TreatmentInput = group(
  'ClaimTreatmentInput',
  'One step in explaining a claim.',
  {
    treatment: choice(TreatmentEnum, 'What is done.'),
    basis: optional(choice(Basis, 'The counting basis that is left out.')),
    outcomeId: optional(ref('Outcome', 'Id of the single figure that is added or left out.')),
    reason: text(1000),
    inferred: optional(flag('True, as when left out: an inference. False: a source says so.')),
  },
  'ClaimTreatment',
)

act('explainClaim', {
  description: 'Says how a claim comes about, step by step; replaces the explanation that there was.',
  noun: 'Claim',
  input: { id: self('Claim'), version, treatments: many(TreatmentInput, 20, 'The steps, in this order.') },
  async perform({ id, version: read, treatments }, doing) {
    const { tx } = doing
    await take('explainClaim', 'Claim', { id, version: read }, doing)
    const { roundId, population } = await tx.claim.findUniqueOrThrow({ where: { id } })
    for (const [index, { treatment, basis, outcomeId }] of treatments.entries()) {
      const field = `treatments.${index}`
      if (treatment === 'ADD' && basis) refuse(`${field}.basis`, 'ADD_ONE_FIGURE')
      if (!basis && !outcomeId) refuse(`${field}.${treatment === 'ADD' ? 'outcomeId' : 'basis'}`, 'REQUIRED')
      if (basis && outcomeId) refuse(`${field}.basis`, 'NOT_TOGETHER', { other: 'outcomeId' })
      const fits = { id: outcomeId ?? 0, program: { roundId }, indicator: { population }, dimension: null }
      if (outcomeId && !(await tx.outcome.count({ where: { ...fits, status: 'APPROVED' } }))) {
        refuse(`${field}.outcomeId`, 'NOT_OF_CLAIM')
      }
    }
    await tx.claimTreatment.deleteMany({ where: { claimId: id } })
    await tx.claimTreatment.createMany({
      data: treatments.map((step, index) => ({
        ...step,
        inferred: step.inferred ?? true,
        claimId: id,
        position: index + 1,
      })),
    })
    return id
  },
})
