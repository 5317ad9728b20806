import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import { GraphQLError } from 'graphql'
import type { NodeName } from './access.ts'
import type { Context } from './context.ts'
import type PrismaTypes from './generated/pothos.ts'
import { getDatamodel } from './generated/pothos.ts'

export interface SchemaTypes {
  PrismaTypes: PrismaTypes
  Context: Context
  DefaultFieldNullability: false
  Objects: Record<NodeName, { id: number }>
  Scalars: {
    ID: { Input: string; Output: string | number | bigint }
    Date: { Input: string; Output: Date | string }
    DateTime: { Input: string; Output: Date }
    Decimal: { Input: number | string; Output: unknown }
    Won: { Input: number; Output: bigint | number }
  }
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin, ComplexityPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeTypeOptions: { description: 'A record with a global id.' },
    idFieldOptions: { description: 'Global id.' },
    pageInfoTypeOptions: { description: 'Where a page is in its list.' },
    hasNextPageFieldOptions: { description: 'Whether there are records after the page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there are records before the page.' },
    startCursorFieldOptions: { description: 'Cursor of the first record; null when the page is empty.' },
    endCursorFieldOptions: { description: 'Cursor of the last record; null when the page is empty.' },
    encodeGlobalID: (typename, id) => Buffer.from(`${typename}:${id}`).toString('base64url'),
    decodeGlobalID: (globalID) => {
      const [typename = '', id = ''] = Buffer.from(globalID, 'base64url').toString().split(':')
      return { typename, id }
    },
  },
  complexity: {
    // A list multiplies by the page that is asked for; its `nodes` do not multiply again.
    defaultListMultiplier: 1,
    disabled: true, // limits.ts counts once for the whole operation
  },
  prisma: {
    client: ({ product }) => product.db.prisma,
    dmmf: getDatamodel(),
    exposeDescriptions: true,
    filterConnectionTotalCount: true,
    skipDeferredFragments: true,
  },
})

builder.queryType({ description: 'What may be asked. Lists take a filter, an order and either a cursor or an offset.' })
builder.mutationType({
  description:
    'What may be done. Each mutation is one act with one `input`; mistakes that the caller can correct come back in `errors`, and then nothing was changed. Sent again within a day with the same header `Idempotency-Key` (16 to 64 letters, digits, `-` or `_`), an act is not done twice: it is answered with the same record, but without what is shown only once.',
})

/** The day as YYYY-MM-DD, without a time zone: a `Date` at midnight UTC inside, never a local one. */
export const dayOf = (date: Date) => date.toISOString().slice(0, 10)

function onlyText(value: unknown): string {
  if (typeof value !== 'string') throw new GraphQLError('Send it as a string.')
  return value
}

builder.scalarType('Date', {
  description: 'A day of the calendar, as `YYYY-MM-DD`, without a time or a time zone.',
  serialize: (value) => (value instanceof Date ? dayOf(value) : value),
  parseValue: onlyText,
})
builder.scalarType('DateTime', {
  description: 'An instant, as ISO 8601 in UTC, such as `2019-10-22T15:00:00.000Z`.',
  serialize: (value) => (value as Date).toISOString(),
  parseValue: onlyText,
})
builder.scalarType('Decimal', {
  description:
    'A number with at most 12 digits before and 3 after the decimal point, which a JSON number carries exactly. As input also a string of digits.',
  serialize: (value) => Number(value),
  parseValue: (value) => value as number | string,
})
builder.scalarType('Won', {
  description: 'An amount of money in won, an exact integer of at most 15 digits.',
  serialize: (value) => Number(value),
  parseValue: (value) => value as number,
})
