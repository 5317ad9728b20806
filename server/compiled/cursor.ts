import type { Order } from '../keyset.ts'
import { columnSql, fieldOf, relationOf, tableOf } from '../sql.ts'

/** The cursor of a row, as keyset.ts makes it. */
export function cursorSql(noun: string, order: Order[], alias: string): string {
  const names = order.map(({ by, direction }) => `${by.join('.')} ${direction}`)
  const values = [...order.map(({ by }) => by), ['id']].map(
    (by) => `COALESCE(${valueSql(noun, by, alias)}::text, 'null')`,
  )
  return base64url(`'${JSON.stringify([noun, names]).slice(0, -1)},[' || ${values.join(` || ',' || `)} || ']]'`)
}

/** The value of a sort key as JSON. */
function valueSql(model: string, [name = '', ...rest]: string[], alias: string): string {
  if (rest.length) {
    const relation = relationOf(model, name)
    const there = `${alias}_${name}`
    const value = valueSql(relation.model, rest, there)
    return `(SELECT ${value} FROM "${tableOf(relation.model)}" AS "${there}" WHERE ${relation.joined(alias, there)})`
  }
  const sql = columnSql(alias, name)
  const type = fieldOf(model, name)?.type
  if (type === 'DateTime') return `to_json(${instant(sql)})`
  return type === 'Decimal' ? `to_json(trim_scale(${sql})::text)` : `to_json(${sql})`
}

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'

/** An instant as it is written in JSON. */
export const instant = (sql: string) => `to_char(${sql} AT TIME ZONE 'UTC', '${ISO}')`

/** In lines of 76 characters and with a filling, both of which the one of addresses has not. */
export const base64url = (text: string) => `translate(encode(convert_to(${text}, 'UTF8'), 'base64'), E'+/\n=', '-_')`
