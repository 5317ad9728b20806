import type { SqlQuery } from '@prisma/driver-adapter-utils'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../server/sql.ts'
import { type ListQuestion, listQuestions } from './matrixQuestions.ts'
import { makeWorld } from './matrixWorld.ts'
import { type Plan, planOf, readsWhole, SMALL, sortsWhole } from './plans.ts'
import { type Asker, emptyDatabase, engine, freshProduct, onQuery, type Running } from './support.ts'

// Every order and every filter of every list of a table that grows with the city is served by an index.

/** What no index serves, and how long it takes with a million participants, half as many figures and 10,000 programs. */
const UNSERVED: Record<string, string> = {
  'OutcomeOrderField.VALUE': 'two columns with their empty values last in both directions take four indexes; 0.12 s',
  'OutcomeFilter.valid': 'false finds all but the approved ones, a part too large for an index; 0.1 s',
  'OutcomeFilter.own': 'false finds nearly all; 0.2 s',
  'OutcomeFilter.sourced': 'true finds nearly all, and false asks each whether it has a source; 0.3 s',
  'OutcomeFilter.search': 'looks in the program or in the indicator, so each figure is looked at; 1.2 s when none fits',
  'ParticipantFilter.followUpDue':
    'half of all people were placed once; counted in 3 s, while a page stops when it is full',
  'ParticipantFilter.search': 'looks through the programs first; 20 ms',
  'ProgramFilter.search': 'no index finds one or two Korean syllables; 17 ms',
  'ProgramFilter.own': 'false finds nearly all; 5 ms',
  'ProgramFilter.flagship': 'false finds nearly all; 6 ms',
  'ProgramFilter.stage': 'few stages; 3 ms',
  'ProgramFilter.reportDueBy': 'few stages; 3 ms',
  'AccessLogFilter.search': 'asked once a month, of what is only written otherwise; 1 s for a million rows',
}

let product: Running
const sent: SqlQuery[] = []
let questions: ListQuestion[]
const askers: Asker[] = []
const unserved = new Set<string>()
beforeEach(() => unserved.clear())
beforeAll(async () => {
  product = await freshProduct(await emptyDatabase())
  onQuery(product.db, (query) => sent.push(query))
  const { rows } = await makeWorld(product)
  questions = listQuestions(rows).filter(({ noun }) => !(tableOf(noun) in SMALL))
  askers.push(await product.as('admin'), await product.as('28177'))
})

type IsServed = (plan: Plan) => boolean
/** What is asked with a directive does not compile. */
const BY_RESOLVERS = 'nodes @include(if: true) { id }'

/** Asks, and puts the name down when a statement on the table of the list is not served. */
async function ask(asker: Asker, { name, noun }: ListQuestion, query: string, isServed: IsServed) {
  sent.length = 0
  const { data, errors } = await asker.ask(query)
  expect([query, errors]).toEqual([query, undefined])
  const table = tableOf(noun)
  const from = [`"public"."${table}"`, `"${table}" AS`, `"${table}_count" AS`, `"${table}_total" AS`]
  const own = sent.filter(({ sql }) => from.some((one) => sql.includes(`FROM ${one}`)))
  // The ids are found first where the order is that of another table.
  const inTwo = own.length === 2 && / IN \(/.test(own[1]?.sql ?? '')
  expect([query, own.length]).toEqual([query, inTwo ? 2 : 1])
  for (const one of own) if (!isServed(await planOf(one, product.db))) unserved.add(name)
  return data
}

const orders = () => questions.filter(({ args }) => args.startsWith('orderBy'))
const filters = () => questions.filter(({ args }) => args.startsWith('filter'))
const known = (names: RegExp) =>
  Object.keys(UNSERVED)
    .filter((name) => names.test(name))
    .sort()

test('lists of large tables are asked about', () => {
  expect([...new Set(questions.map(({ field }) => field))]).toEqual([
    'accessLog',
    'outcomes',
    'participants',
    'programs',
  ])
})

test('a page is read in the order of an index, and from its cursor on', async () => {
  const inOrder: IsServed = (plan) => !sortsWhole(plan)
  const fromCursor: IsServed = (plan) => !sortsWhole(plan) && !readsWhole(plan)
  for (const asker of askers) {
    for (const question of orders()) {
      const page = async (cut: string, isServed: IsServed, nodes = BY_RESOLVERS) => {
        const query = `{ ${question.field}(${cut}, ${question.args}) { ${nodes} pageInfo { endCursor } } }`
        return (await ask(asker, question, query, isServed))[question.field].pageInfo.endCursor
      }
      const cursor = await page('first: 2', inOrder)
      await page('last: 2', inOrder)
      if (cursor) {
        await page(`first: 2, after: "${cursor}"`, fromCursor)
        await page(`last: 2, before: "${cursor}"`, fromCursor)
      }
      // The same as one statement of ours; of so few rows PGlite's planner begins with the rule.
      if (engine !== 'postgresql') continue
      await page('first: 2', inOrder, 'nodes { id }')
      if (cursor) await page(`first: 2, after: "${cursor}"`, fromCursor, 'nodes { id }')
    }
  }
  expect([...unserved].sort()).toEqual(known(/OrderField/))
})

test('what a filter finds is counted without looking at all records', async () => {
  const [admin] = askers as [Asker]
  for (const question of filters()) {
    for (const count of ['totalCount', 'totalCount @include(if: true)']) {
      await ask(admin, question, `{ ${question.field}(${question.args}) { ${count} } }`, (plan) => !readsWhole(plan))
    }
  }
  expect([...unserved].sort()).toEqual(known(/Filter/))
})
