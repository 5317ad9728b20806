import { allowed } from '../access.ts'
import { builder } from '../builder.ts'
import { Problem } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { ChangeKind, type Role } from '../generated/prisma/enums.ts'
import { type FieldChange, mayReadHistory, readChanges, type StoredChanges, type Value } from '../history.ts'
import { optional, whole } from '../input.ts'
import { readArgument } from '../list.ts'
import { tableOf } from '../sql.ts'
import { readNode } from './node.ts'
import { RoleEnum } from './user.ts'

const Kind = builder.enumType('ChangeKind', {
  description: 'What a change did to a record.',
  values: {
    [ChangeKind.CREATED]: { description: 'It was entered (등록).' },
    [ChangeKind.UPDATED]: { description: 'Fields of it were changed (수정).' },
    [ChangeKind.DELETED]: { description: 'It was taken away (삭제).' },
  } as const,
})

const ValueType = builder.objectRef<Value>('ChangeValue').implement({
  description: 'A value of a field before or after a change.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description: 'The field that the value is of; of what belongs to the record, the field of the part.',
    }),
    type: t.exposeString('type', {
      description:
        'What kind of value it is: the name of the type that it refers to, of its enum, or String, Int, Decimal, Won, Boolean, DateTime.',
    }),
    text: t.string({
      description: 'The value as text; of a record its global id, or nothing when the caller may not see it.',
      resolve: ({ type, text, record, name }) => (record === undefined ? text : name ? globalId(type, record) : ''),
    }),
    name: t.string({
      nullable: true,
      description: 'What the record is called that the value refers to; null when the caller may not see it.',
      resolve: ({ name }) => name ?? null,
    }),
  }),
})

const globalId = (noun: string, id: number) => Buffer.from(`${noun}:${id}`).toString('base64url')

const FieldChangeType = builder.objectRef<FieldChange>('FieldChange').implement({
  description: 'One changed field: a field of the record, or one thing that was added to it or taken away from it.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Name of the field, such as titleKo.' }),
    old: t.field({
      type: [ValueType],
      description: 'What it was; empty for nothing.',
      resolve: (change) => change.old,
    }),
    new: t.field({
      type: [ValueType],
      description: 'What it became; empty for nothing.',
      resolve: (change) => change.new,
    }),
    erased: t.exposeBoolean('erased', {
      description: 'True where the values were erased with the personal data of the participant (파기).',
    }),
  }),
})

interface Told {
  at: Date
  kind: ChangeKind
  act: string | null
  byName: string | null
  byRole: Role | null
  fields: FieldChange[]
}

const ChangeType = builder.objectRef<Told>('Change').implement({
  description: 'One change of a record (변경 이력).',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When it was made.', resolve: ({ at }) => at }),
    kind: t.field({ type: Kind, description: 'What it did to the record.', resolve: ({ kind }) => kind }),
    act: t.exposeString('act', {
      nullable: true,
      description: 'Name of the mutation; null for what was changed without one.',
    }),
    byName: t.exposeString('byName', {
      nullable: true,
      description: 'Who made it; null when the caller may not see the account, and for what nobody did.',
    }),
    byRole: t.field({
      type: RoleEnum,
      nullable: true,
      description: 'Role of who made it; null for what nobody did.',
      resolve: ({ byRole }) => byRole,
    }),
    fields: t.field({
      type: [FieldChangeType],
      description: 'What was changed; empty where the record was entered or taken away.',
      resolve: ({ fields }) => fields,
    }),
  }),
})

const History = builder.objectRef<{ changes: Told[]; endCursor: string | null }>('History').implement({
  description: 'A page of the history of a record, the newest change first.',
  fields: (t) => ({
    changes: t.field({
      type: [ChangeType],
      complexity: { field: 1, multiplier: 1 },
      description: 'The changes.',
      resolve: ({ changes }) => changes,
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'Give it as `after` for the changes before these; null when there are none.',
    }),
  }),
})

const size = optional(whole(1, 100), 'Number of changes: 1 to 100, 20 when left out.')

builder.queryField('history', (t) =>
  t.field({
    type: History,
    nullable: true,
    description:
      'Who changed a record, when, and from what to what (변경 이력), kept as long as the record. Null when there is no record whose history the caller may see.',
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the record.' }),
      first: t.arg({ type: 'Int', description: size.description as string }),
      after: t.arg({ type: 'String', description: '`endCursor` of the page before.' }),
    },
    complexity: ({ first }) => ({ field: 5, multiplier: Math.min(100, Math.max(1, first ?? 20)) }),
    async resolve(_root, { id, first, after }, context) {
      const { noun, number } = readArgument('id', () => readNode(id))
      const take = readArgument('first', () => size.read((first ?? null) as never)) ?? 20
      const before = readArgument('after', () => readCursor(after))
      if (!(await mayReadHistory(noun, number, context))) return null
      const where: Prisma.ChangeWhereInput = {
        tableName: tableOf(noun),
        recordId: number,
        ...(before && { id: { lt: before } }),
        // What an act changed and changed back.
        NOT: { kind: 'UPDATED', fields: { equals: {} } },
      }
      const { prisma } = context.product.db
      const rows = await prisma.change.findMany({
        where,
        orderBy: { id: 'desc' },
        take: take + 1,
        include: { by: { select: { id: true, role: true } } },
      })
      const page = rows.slice(0, take)
      const authors = await prisma.user.findMany({
        where: { AND: [{ id: { in: page.flatMap(({ byId }) => byId ?? []) } }, allowed(context.viewer, 'readUser')] },
        select: { id: true, name: true },
      })
      const names = new Map(authors.map((author) => [author.id, author.name]))
      const fields = await readChanges(
        noun,
        page.map((row) => row.fields as StoredChanges),
        context,
      )
      return {
        changes: page.map(({ at, kind, act, by }, index) => ({
          ...{ at, kind, act, byName: (by && names.get(by.id)) ?? null, byRole: by?.role ?? null },
          fields: fields[index] ?? [],
        })),
        endCursor: rows.length > take ? Buffer.from(`change:${page.at(-1)?.id}`).toString('base64url') : null,
      }
    },
  }),
)

function readCursor(cursor: string | null | undefined): number | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const [, number] = /^change:(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!number || Number(number) > 2_147_483_647) throw new Problem('BAD_CURSOR')
  return Number(number)
}
