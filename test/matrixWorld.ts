import { delegate } from '../server/delegate.ts'
import { getDatamodel } from '../server/generated/pothos.ts'
import * as enums from '../server/generated/prisma/enums.ts'
import { callersOf } from './matrixCallers.ts'
import { type Caller, type Row, type Rows, seen } from './matrixExpectations.ts'
import { fillTables } from './matrixRows.ts'
import type { Running } from './support.ts'

interface Column {
  name: string
  type: string
  kind: string
  isList: boolean
  isId: boolean
  isRequired: boolean
  hasDefaultValue: boolean
  relationFromFields?: string[]
}
interface Model {
  fields: Column[]
  primaryKey: { fields: string[] } | null
}
export const models = getDatamodel().datamodel.models as unknown as Record<string, Model>
/** Tables that no question is about: what they hold is never answered. */
export const INNER = [
  'Setting',
  'RateLimit',
  'SignInCount',
  'Invitation',
  'RecoveryCode',
  'RegisterCount',
  'DoneAct',
  'AccessLogHead',
  'AccessLogCheckpoint',
]

const snake = (name: string) => name.replace(/[A-Z]/g, (letter, at) => `${at ? '_' : ''}${letter.toLowerCase()}`)
const tableOf = (model: string) => (model === 'User' ? 'app_user' : snake(model))
const keyOf = ({ fields, primaryKey }: Model) =>
  primaryKey?.fields ?? fields.filter(({ isId }) => isId).map(({ name }) => name)
const references = ({ fields }: Model) =>
  fields.flatMap(({ type, relationFromFields }) => (relationFromFields ?? []).map((key) => ({ key, to: type })))

export type World = Awaited<ReturnType<typeof makeWorld>>

/** Every table filled, so that each text and number tells which record it is of. */
export async function makeWorld(product: Running) {
  const { prisma } = product.db
  let n = 0
  /** Fills every column that is not given with a value that no other row has. */
  async function make(model: string, given: Row = {}): Promise<Row> {
    const { fields } = models[model] as Model
    const keys = references(models[model] as Model).map(({ key }) => key)
    const free = fields.filter(
      ({ name, kind, isId, hasDefaultValue }) =>
        kind !== 'object' &&
        !(name in given) &&
        !keys.includes(name) &&
        !(isId && hasDefaultValue) &&
        name !== 'version',
    )
    const data: Row = { ...Object.fromEntries(free.map((column) => [column.name, fill(column)])), ...given }
    // Which counts are withheld from whom is for suppression.test.ts to tell.
    if (model === 'Outcome') data.publicValue = data.value
    return delegate(prisma, model).create({ data: data as never })
  }
  function fill({ type, isList }: Column): unknown {
    n++
    const text = `q${n.toString(36).padStart(4, '0')}`
    if (isList) return type === 'String' ? [text] : []
    const values = (enums as Record<string, object>)[type]
    if (values) return Object.values(values)[0]
    if (type === 'String') return text
    if (type === 'Int') return 1000 + n
    if (type === 'BigInt') return BigInt(1_000_000 + n)
    if (type === 'Decimal') return ((n % 9000) + 0.25) / 100
    if (type === 'DateTime') return new Date(Date.UTC(2019, 0, 1 + (n % 500)))
    if (type === 'Boolean') return true
    if (type === 'Bytes') return Buffer.from(text)
    return {}
  }
  const { staff, own } = await fillTables(make, product)
  const callers = await callersOf(product, staff, own)
  const snapshot = new Map<string, Row[]>()
  const load = async () => {
    for (const model of Object.keys(models)) {
      snapshot.set(model, await delegate(prisma, model).findMany())
    }
  }
  await load()
  const rows: Rows = {
    all: (model) => snapshot.get(model) ?? [],
    one: (model, id) => {
      const row = rows.all(model).find((candidate) => candidate.id === id)
      if (!row) throw new Error(`no ${model} ${id}`)
      return row
    },
  }
  const tables = Object.keys(models)
  await product.db.script(
    `CREATE SCHEMA kept;${tables.map((model) => `CREATE TABLE kept.${tableOf(model)} AS TABLE "${tableOf(model)}";`).join('')}`,
  )
  return {
    rows,
    callers,
    /** Puts every row back as it was. */
    restore: () =>
      product.db.script(`SET session_replication_role = replica;
        ${tables.map((model) => `DELETE FROM "${tableOf(model)}";`).join('\n')}
        ${tables.map((model) => `INSERT INTO "${tableOf(model)}" SELECT * FROM kept.${tableOf(model)};`).join('\n')}
        SET session_replication_role = DEFAULT;`),
    /** Takes what searches for people left in the access log out of it. */
    forgetSearches: () =>
      product.db.script(`SET session_replication_role = replica;
        DELETE FROM access_log WHERE id NOT IN (SELECT id FROM kept.access_log); DELETE FROM access_log_head;
        SET session_replication_role = DEFAULT;`),
    /** Takes away everything that the caller may not learn of. */
    restrict: (who: Caller) => product.db.script(restriction(who, rows)),
  }
}

/** SQL that leaves only what the caller sees. What refers to a hidden row then refers to none. */
function restriction(who: Caller, rows: Rows): string {
  const sql: string[] = []
  for (const [name, model] of Object.entries(models)) {
    // A partner reads no key, but asks by one.
    if (INNER.includes(name) || (name.startsWith('ApiKey') && who.role === 'PARTNER')) continue
    const hidden = rows.all(name).filter((row) => !seen[name]?.(who, row, rows))
    if (name === 'User') {
      // Rows name them, so they stay; but nothing can be read of them but the names of colleagues.
      for (const { id, role } of hidden) {
        const named = who.role === 'DISTRICT' && (role === 'CITY' || role === 'ADMIN' || colleagues(who, id, rows))
        sql.push(`UPDATE app_user SET email = 'gone-${id}'${named ? '' : `, name = 'gone'`} WHERE id = ${id};`)
      }
      continue
    }
    const key = keyOf(model)
    const gone = hidden.map((row) => `(${key.map((column) => row[column]).join(',')})`)
    if (gone.length) {
      sql.push(`DELETE FROM "${tableOf(name)}" WHERE (${key.map(snake).join(',')}) IN (${gone.join(',')});`)
    }
  }
  return `SET session_replication_role = replica;${sql.join('\n')} SET session_replication_role = DEFAULT;`
}

const colleagues = ({ districtIds }: Caller, id: number, rows: Rows) =>
  rows.all('UserDistrict').some((row) => row.userId === id && districtIds.includes(row.districtId))

/** Rows that stay although a row that they cannot do without is hidden: the expectations contradict each other. */
export function contradictions(who: Caller, rows: Rows): string[] {
  const sees = (name: string, row: Row) => INNER.includes(name) || seen[name]?.(who, row, rows)
  return Object.entries(models).flatMap(([name, model]) =>
    references(model).flatMap(({ key, to }) => {
      if (to === 'User' || INNER.includes(name) || !model.fields.find((field) => field.name === key)?.isRequired)
        return []
      const bad = rows.all(name).filter((row) => sees(name, row) && !sees(to, rows.one(to, row[key])))
      return bad.length ? [`${name}.${key} of a ${name} that is seen refers to a ${to} that is not`] : []
    }),
  )
}
