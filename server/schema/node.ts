import { brandWithType } from '@pothos/core'
import { type NodeName, nouns } from '../access.ts'
import { builder } from '../builder.ts'
import type { Reads } from '../compiled/plan.ts'
import { badArgument, Problem } from '../errors.ts'
import { readId } from '../input.ts'
import { find, readArgument } from '../list.ts'

const Node = builder.nodeInterfaceRef()

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description: 'Any record by its global id; null when there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Global id.' }) },
    extensions: { reads: { record: ({ id }: { id: string }) => recordOf(id) } satisfies Reads },
    resolve: async (_root, { id }, context, info) => {
      const { noun, where } = recordOf(id)
      return branded(noun, await find(noun, where, context, info)) as never
    },
  }),
)

function recordOf(id: string) {
  const { noun, number } = readArgument('id', () => readNode(id))
  return { noun, where: { id: number } }
}

builder.queryField('nodes', (t) =>
  t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: 'Records by their global ids, in the order of the ids; null for each that the caller may not see.',
    args: { ids: t.arg.idList({ required: true, description: 'At most 100 global ids.' }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: ids.length }),
    resolve: (_root, { ids }, context, info) => {
      if (ids.length > 100) throw badArgument(new Problem('TOO_MANY', { max: 100 }, 'ids'))
      const wanted = ids.map((id, index) => readArgument(`ids.${index}`, () => readNode(id)))
      return Promise.all(
        wanted.map(async ({ noun, number }) => branded(noun, await find(noun, { id: number }, context, info))),
      ) as never
    },
  }),
)

export function readNode(id: string): { noun: NodeName; number: number } {
  const noun = nouns.find((name) => Buffer.from(id, 'base64url').toString().startsWith(`${name}:`))
  if (!noun) throw new Problem('BAD_ID', { noun: 'a record' })
  return { noun, number: readId(noun, id) }
}

function branded(noun: NodeName, row: object | null) {
  if (row) brandWithType(row as never, noun as never)
  return row
}
