import { allowed } from '../access.ts'
import { act, type Doing } from '../act.ts'
import { batched } from '../batch.ts'
import { builder, dayOf } from '../builder.ts'
import type { Context } from '../context.ts'
import { refuse } from '../errors.ts'
import { DistrictEventKind } from '../generated/prisma/enums.ts'
import { choice, day, flag, group, many, optional, pattern, ref, text } from '../input.ts'
import { containing, filter, list, one } from '../list.ts'
import { dongNames, familyOf, type Lineage, loadLineage } from '../statistics/lineage.ts'

const Kind = builder.enumType('DistrictEventKind', {
  description: 'What happened to districts.',
  values: {
    [DistrictEventKind.SPLIT]: { description: 'A district was divided (분구).' },
    [DistrictEventKind.MERGE]: { description: 'A district went into another (통합).' },
    [DistrictEventKind.RENAME]: { description: 'A district got another name (명칭 변경).' },
    [DistrictEventKind.RECODE]: { description: 'A district got another code (코드 변경).' },
  } as const,
})

builder.prismaObject('DistrictSuccession', {
  select: { id: true },
  fields: (t) => ({
    from: t.relation('from', { description: 'The earlier district.' }),
    to: t.relation('to', { description: 'The later district; the same one where only the name changed.' }),
    whole: t.exposeBoolean('whole'),
    dong: t.exposeStringList('dong'),
    formerNameKo: t.exposeString('formerNameKo', { nullable: true }),
    formerNameEn: t.exposeString('formerNameEn', { nullable: true }),
  }),
})

builder.prismaNode('DistrictEvent', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    code: t.exposeString('code'),
    kind: t.expose('kind', { type: Kind }),
    on: t.expose('on', { type: 'Date' }),
    law: t.exposeString('law', { nullable: true }),
    note: t.exposeString('note', { nullable: true }),
    successions: t.relation('successions', {
      description: 'Which part of which district became which.',
      query: { orderBy: { id: 'asc' } },
    }),
  }),
})

builder.prismaObjectFields('District', (t) => ({
  events: t.field({
    type: ['DistrictEvent'],
    description: 'The events (행정구역 개편) that it came from, went through or ended with, the oldest first.',
    select: (_args, _context, nested) => ({
      cameFrom: { select: { event: nested() as never as true } },
      became: { select: { event: nested() as never as true } },
    }),
    resolve: ({ cameFrom, became }) => distinct([...cameFrom, ...became].map(({ event }) => event)) as never,
  }),
  predecessors: t.field({
    type: ['District'],
    description: 'The districts that it came from, wholly or in part.',
    select: (_args, _context, nested) => ({
      cameFrom: { select: { from: nested() as never as true, fromId: true, toId: true }, orderBy: { fromId: 'asc' } },
    }),
    resolve: ({ cameFrom }) =>
      distinct(cameFrom.filter(({ fromId, toId }) => fromId !== toId).map(({ from }) => from)) as never,
  }),
  successors: t.field({
    type: ['District'],
    description: 'The districts that it became, wholly or in part.',
    select: (_args, _context, nested) => ({
      became: { select: { to: nested() as never as true, fromId: true, toId: true }, orderBy: { toId: 'asc' } },
    }),
    resolve: ({ became }) =>
      distinct(became.filter(({ fromId, toId }) => fromId !== toId).map(({ to }) => to)) as never,
  }),
  family: t.field({
    type: ['District'],
    description:
      'All districts that events connect with it, itself included, by code. A question about one code alone misses what was recorded under the others.',
    select: { id: true },
    resolve: async ({ id }, _args, context) => {
      const found = await batched(context, 'family', id, async (ids) => {
        const lineage = await lineageOf(context)
        const families = ids.map((id) => [id, familyOf(id, lineage)] as const)
        const members = { id: { in: families.flatMap(([, family]) => family) } }
        const rows = await context.product.db.prisma.district.findMany({
          where: { AND: [members, allowed(context.viewer, 'readDistrict')] },
          select: { id: true },
          orderBy: { code: 'asc' },
        })
        return new Map(families.map(([id, family]) => [id, rows.filter((row) => family.includes(row.id))]))
      })
      return found as never
    },
  }),
}))

list({
  noun: 'DistrictEvent',
  field: 'districtEvents',
  description: 'Dated changes of districts by law (행정구역 개편): splits, mergers, changes of name or code.',
  filters: {
    kind: filter(many(choice(Kind), 4, 'Of any of these kinds.'), (kinds) => ({ kind: { in: kinds } })),
    districtCode: filter(pattern(/^\d{5}$/, '28260', 'Code of an earlier or later district.'), (code) => ({
      successions: { some: { OR: [{ from: { code } }, { to: { code } }] } },
    })),
    onFrom: filter(day('In force on this day or later.'), (from) => ({ on: { gte: from } })),
    onTo: filter(day('In force on this day or earlier.'), (to) => ({ on: { lte: to } })),
    search: filter(text(100, 'Part of the code, the law or the note.'), (part) =>
      containing(part, ['code', 'law', 'note']),
    ),
  },
  orders: {
    ON: { by: ['on'], description: 'First day in force.' },
    CODE: { by: ['code'], description: 'Code.' },
  },
  defaultOrder: ['ON', 'ASC'],
})

const code = pattern(/^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+){0,9}$/, '2026-seo-split')

one('districtEvent', 'DistrictEvent', 'The event with this code', {
  code: { ...code, description: 'Code of the event, such as 2026-seo-split.' },
})

const succession = group(
  'DistrictSuccessionInput',
  'Which part of one district became, or stayed in, which other.',
  {
    fromId: ref('District', 'Id of the earlier district.'),
    toId: ref('District', 'Id of the later district; the same one for a change of name.'),
    whole: flag(),
    dong: optional(
      many(
        text(40),
        100,
        'Neighborhoods that went over: 행정동, and those 법정동 of which it is known. A range such as 가정1-3 stands for each; the ending 동 may be left out.',
      ),
    ),
    formerNameKo: optional(text(40)),
    formerNameEn: optional(text(80)),
  },
  'DistrictSuccession',
)

act('recordDistrictEvent', {
  description:
    'Records a reform of districts. Enter first the last day of the districts that end and the new districts with their first day.',
  noun: 'DistrictEvent',
  input: {
    code,
    kind: choice(Kind),
    on: day(),
    law: optional(text(300)),
    note: optional(text(2000)),
    successions: many(succession, 40, 'Which part of which district became which.'),
  },
  async perform({ successions, ...input }, { tx }) {
    if (!successions.length) refuse('successions', 'REQUIRED')
    const rows = successions.map((row) => ({ ...row, dong: [...new Set((row.dong ?? []).flatMap(dongNames))] }))
    const { id } = await tx.districtEvent.create({ data: input })
    for (const [index, row] of rows.entries()) await checkDays(input, row, `successions.${index}`, tx)
    const before = await tx.districtSuccession.findMany({
      where: { fromId: { in: rows.map(({ fromId }) => fromId) } },
    })
    for (const [index, row] of rows.entries()) {
      const others = [...before, ...rows.slice(0, index)].filter(({ fromId }) => fromId === row.fromId)
      checkOthers(row, others, `successions.${index}`)
    }
    await tx.districtSuccession.createMany({ data: rows.map((row) => ({ ...row, eventId: id })) })
    return id
  },
})

interface Row {
  fromId: number
  toId: number
  whole: boolean
  dong: string[]
  formerNameKo?: string | null
}

/** One district ends on the day before the event, another starts on the day; only a change of name keeps it. */
async function checkDays(event: { kind: DistrictEventKind; on: Date }, row: Row, field: string, tx: Doing['tx']) {
  if (row.fromId === row.toId) {
    if (event.kind !== 'RENAME') refuse(`${field}.toId`, 'OTHER_DISTRICT')
    if (!row.formerNameKo) refuse(`${field}.formerNameKo`, 'REQUIRED')
    return
  }
  const from = await tx.district.findUniqueOrThrow({ where: { id: row.fromId } })
  const to = await tx.district.findUniqueOrThrow({ where: { id: row.toId } })
  const [on, before] = [dayOf(event.on), dayOf(new Date(event.on.getTime() - 86_400_000))]
  if (!from.validTo || dayOf(from.validTo) !== before) refuse(`${field}.fromId`, 'MUST_END_ON', { day: before })
  if (!to.validFrom || dayOf(to.validFrom) !== on) refuse(`${field}.toId`, 'MUST_START_ON', { day: on })
}

function checkOthers(row: Row, others: Row[], field: string) {
  const twice = row.dong.find((name) => others.some(({ dong }) => dong.includes(name)))
  if (twice) refuse(`${field}.dong`, 'DONG_TWICE', { dong: twice })
  const left = others.filter(({ fromId, toId }) => fromId !== toId)
  if (row.fromId === row.toId || !left.length) return
  if (row.whole || left.some(({ whole }) => whole)) refuse(`${field}.whole`, 'ONLY_SUCCESSOR')
  if (left.some(({ toId }) => toId === row.toId)) refuse(`${field}.toId`, 'NOT_UNIQUE')
}

/** The lineage, read once for each request. */
export function lineageOf(context: Context): Promise<Lineage> {
  const known = lineages.get(context) ?? loadLineage(context.product.db.prisma)
  lineages.set(context, known)
  return known
}

const lineages = new WeakMap<Context, Promise<Lineage>>()

const distinct = <T>(rows: T[]): T[] => [
  ...new Map(rows.map((row) => [(row as { id: number }).id, row] as const)).values(),
]
