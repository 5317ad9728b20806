import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { isNoun, nounOf, queryType } from './matrixQuestions.ts'
import { makeWorld } from './matrixWorld.ts'
import { type Asker, emptyDatabase, freshProduct, type Running, watchStatements } from './support.ts'

// Every list, with everything under its records and under those: however many records there are, as many statements.

/** So many statements may an answer cost whose path is two fields deep, the session of the caller included. */
const MOST = 8
/** What is asked anew for each day that the records name, however many records name it. */
const FOR_EACH_DAY = ['Outcome.plausibility', 'Feedback.figures']

let product: Running
let officer: Asker
let statements: string[]
/** The code of an indicator that there is. */
let indicator: string
beforeAll(async () => {
  product = await freshProduct(await emptyDatabase())
  statements = watchStatements(product.db)
  await makeWorld(product)
  officer = await product.as('city')
  const { data } = await officer.ask('{ indicators(first: 1) { nodes { code } } }')
  indicator = data.indicators.nodes[0].code
})

const typeOf = ({ type }: { type: GraphQLType }): GraphQLNamedType => getNamedType(type)
const fieldsOf = (type: GraphQLNamedType) => (isObjectType(type) ? Object.values(type.getFields()) : [])
const isConnection = (type: GraphQLNamedType) => type.name.endsWith('Connection')

/** The field with the arguments that it must have, and what is asked of it. */
function asked(field: GraphQLField<unknown, unknown>, inside: string): string {
  const { name, args } = field
  const list = isConnection(typeOf(field))
  const needed = args.flatMap((arg) =>
    isNonNullType(arg.type) ? [`${arg.name}: ${someOf(arg.name, typeOf(arg))}`] : [],
  )
  if (list) needed.push('first: 3')
  const given = needed.length ? `(${needed.join(', ')})` : ''
  return `${name}${given} ${list ? `{ nodes ${inside} }` : inside}`
}

function someOf(name: string, type: GraphQLNamedType): string {
  if (isEnumType(type)) return type.getValues()[0]?.name as string
  if (String(type) === 'Int') return '3'
  return JSON.stringify(name === 'indicator' ? indicator : '2019-12-31')
}

const recordOf = (type: GraphQLNamedType) =>
  isConnection(type)
    ? typeOf(fieldsOf(type).find(({ name }) => name === 'nodes') as GraphQLField<unknown, unknown>)
    : type
const leaves = (type: GraphQLNamedType) =>
  `{ ${fieldsOf(type)
    .filter((field) => isLeafType(typeOf(field)) && !field.args.some((arg) => isNonNullType(arg.type)))
    .map(({ name }) => name)
    .join(' ')} __typename }`
const composite = (type: GraphQLNamedType) =>
  fieldsOf(type).filter((field) => !isLeafType(typeOf(field)) && !FOR_EACH_DAY.includes(`${type.name}.${field.name}`))

/** What can be asked under the records of a type, two fields deep. */
function under(type: GraphQLNamedType): { path: string; query: string }[] {
  return composite(type).flatMap((field) => {
    const child = recordOf(typeOf(field))
    const deeper = isNoun(child) || isListType(field.type) ? composite(child) : []
    return [
      { path: field.name, query: asked(field, leaves(child)) },
      ...deeper.map((grand) => ({
        path: `${field.name}.${grand.name}`,
        query: asked(field, `{ ${asked(grand, leaves(recordOf(typeOf(grand))))} }`),
      })),
    ]
  })
}

const lists = fieldsOf(queryType).filter((field) => nounOf(typeOf(field)) && isConnection(typeOf(field)))

async function costOf(query: string): Promise<number> {
  statements.length = 0
  const { errors } = await officer.ask(query)
  expect([query, errors]).toEqual([query, undefined])
  return statements.length
}

test.each(lists.map((list) => [list.name, list] as const))('%s', async (_, list) => {
  const type = recordOf(typeOf(list))
  const found: string[] = []
  expect(await costOf(`{ ${list.name} { nodes { __typename } } }`)).toBeGreaterThan(0)
  for (const { path, query } of [{ path: '', query: leaves(type).slice(1, -1) }, ...under(type)]) {
    const cost = await costOf(`{ ${list.name}(first: 20) { nodes { ${query} } } }`)
    if (cost > MOST) found.push(`${list.name}.${path}: ${cost} statements`)
  }
  expect(found).toEqual([])
})
