import { act, type Doing } from '../act.ts'
import { builder, dayOf } from '../builder.ts'
import { type Apart, compare, mayChange } from '../edit.ts'
import { refuse } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { argsOf, day, flag, keep, optional, pattern, self, text, version } from '../input.ts'
import { containing, filter, list, readArgument } from '../list.ts'

const Definition = builder.prismaObject('TargetGroupDefinition', {
  select: { id: true },
  fields: (t) => ({
    text: t.exposeString('text'),
    validFrom: t.expose('validFrom', { type: 'Date' }),
    validTo: t.expose('validTo', { type: 'Date', nullable: true }),
  }),
})

const onDay = { on: day('The day.') }

/** How the groups of a record are sorted. */
export const BY_TARGET_GROUP = { targetGroupId: 'asc' } as const

export const TargetGroup = builder.prismaNode('TargetGroup', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    code: t.exposeString('code'),
    nameKo: t.exposeString('nameKo'),
    nameEn: t.exposeString('nameEn'),
    sensitive: t.exposeBoolean('sensitive'),
    definitions: t.relation('definitions', {
      description: 'How it is defined (정의), the earliest definition first.',
      query: { orderBy: { validFrom: 'asc' } },
    }),
    definition: t.field({
      type: Definition,
      nullable: true,
      description: 'The definition that holds on the day; null when none is recorded.',
      args: argsOf(t as never, onDay) as never,
      select: (args, _context, nested) => {
        const on = readArgument('on', () => onDay.on.read((args as { on: never }).on))
        return { definitions: nested({ where: holdsOn(on), take: 1 }) as never as true }
      },
      resolve: ({ definitions }) => definitions[0] ?? null,
    }),
  }),
})

const holdsOn = (on: Date) => ({ validFrom: { lte: on }, OR: [{ validTo: null }, { validTo: { gte: on } }] })

list({
  noun: 'TargetGroup',
  field: 'targetGroups',
  description: 'Groups that programs are meant for (대상).',
  filters: {
    search: filter(text(100, 'Part of a name or code.'), (part) => containing(part, ['nameKo', 'nameEn', 'code'])),
  },
  orders: {
    CODE: { by: ['code'], description: 'Code.' },
    NAME_KO: { by: ['nameKo'], description: 'Korean name.' },
  },
  defaultOrder: ['CODE', 'ASC'],
})

const fields = { nameKo: text(100), nameEn: text(100), sensitive: flag() }

act('createTargetGroup', {
  description: 'Adds a target group (대상).',
  noun: 'TargetGroup',
  input: { code: pattern(/^[A-Z][A-Z0-9_]{1,39}$/, 'DEFECTORS'), ...fields },
  perform: 'enters',
})

act('updateTargetGroup', {
  description: 'Changes a target group. The code stays; the definition changes by `defineTargetGroup`.',
  noun: 'TargetGroup',
  input: { id: self('TargetGroup'), version, ...keep(fields) },
  perform: 'corrects',
})

act('defineTargetGroup', {
  description:
    'Says how a target group is defined from one day to another. A definition that is open ends the day before the new one; one of the same first day is replaced.',
  noun: 'TargetGroup',
  input: {
    id: self('TargetGroup'),
    text: text(4000, 'The definition, with the law or guideline that it comes from.'),
    validFrom: day('First day on which it holds.'),
    validTo: optional(day('Last day on which it holds; left out while it does.')),
  },
  async perform({ id, ...definition }, doing) {
    await mayChange('defineTargetGroup', 'TargetGroup', id, doing)
    await doing.tx.$queryRaw`SELECT id FROM target_group WHERE id = ${id} FOR UPDATE`
    const { validFrom, validTo = null } = definition
    if (validTo && validTo < validFrom) refuse('validTo', 'BEFORE', { other: 'validFrom' })
    await define(id, { ...definition, validTo }, doing)
    return id
  },
})

interface Dated {
  text: string
  validFrom: Date
  validTo: Date | null
}

async function define(targetGroupId: number, definition: Dated, { tx }: Doing) {
  const { validFrom, validTo } = definition
  const dayBefore = new Date(validFrom.getTime() - 86_400_000)
  await tx.targetGroupDefinition.updateMany({
    where: { targetGroupId, validTo: null, validFrom: { lt: validFrom } },
    data: { validTo: dayBefore },
  })
  const key = { targetGroupId_validFrom: { targetGroupId, validFrom } }
  const { id } = await tx.targetGroupDefinition.upsert({
    where: key,
    create: { targetGroupId, ...definition },
    update: definition,
  })
  const rival = await tx.targetGroupDefinition.findFirst({
    where: {
      targetGroupId,
      id: { not: id },
      OR: [{ validTo: null }, { validTo: { gte: validFrom } }],
      ...(validTo && { validFrom: { lte: validTo } }),
    },
    orderBy: { validFrom: 'asc' },
  })
  if (rival) refuse('validFrom', 'OVERLAPS', { from: dayOf(rival.validFrom) })
}

/** The target groups that a record has and those that an update sends, for the refusal of a lost update. */
export async function compareTargetGroups(
  holder: Prisma.TargetGroupWhereInput,
  ids: number[] | null | undefined,
  { tx }: Doing,
): Promise<Apart | undefined> {
  if (ids === undefined) return undefined
  const names = async (where: Prisma.TargetGroupWhereInput) =>
    (await tx.targetGroup.findMany({ where, orderBy: { id: 'asc' } })).map(({ nameKo }) => nameKo).join(', ') || '–'
  return compare(await names(holder), await names({ id: { in: ids ?? [] } }))
}
