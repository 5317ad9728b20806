import { badArgument, Problem, type ProblemCode } from './errors.ts'
import * as enums from './generated/prisma/enums.ts'
import { columnType, isWellFormed } from './input.ts'

export type Direction = 'ASC' | 'DESC'
/** A sort key: a column, or the path to a column of a related record. */
export interface Order {
  by: string[]
  nullable?: boolean
  direction: Direction
}
export interface PageArgs {
  first?: number | null
  after?: string | null
  last?: number | null
  before?: string | null
  offset?: number | null
}
export interface Page {
  rows: object[]
  edges(): { row: object; cursor: string }[]
  info(): { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
  count(): number | Promise<number>
}

type Value = string | number | boolean | null
type Row = Record<string, unknown>

const DEFAULT_SIZE = 20
const MAX_SIZE = 100

/**
 * The part of a Prisma query that makes a page: `keyset` keeps the rows after the cursor. A cursor is the sort
 * values and the id of a row, so a page survives the deletion of that row. One row more than asked tells whether
 * there is another page.
 */
export function keysetQuery(noun: string, args: PageArgs, order: Order[]) {
  check(args)
  if (order.length > 3) throw badArgument(new Problem('TOO_MANY', { max: 3 }, 'orderBy'))
  // Ties go the way of the last key, so that an index on both is read in one direction.
  const keys: Order[] = [...order, { by: ['id'], direction: order.at(-1)?.direction ?? 'ASC' }]
  const backward = isBackward(args)
  const parts = [
    given(args.after) ? beyond(noun, keys, decode(noun, 'after', args.after, order), false) : {},
    given(args.before) ? beyond(noun, keys, decode(noun, 'before', args.before, order), true) : {},
  ]
  return {
    take: size(args) + 1,
    ...(args.offset ? { skip: args.offset } : {}),
    orderBy: keys.map((key) => nest(key.by, sorting(key, backward))),
    keyset: { AND: parts },
  }
}

/** Makes the page from the rows that the query found. */
export function pageOf(noun: string, found: object[], args: PageArgs, order: Order[], count: Page['count']): Page {
  const more = found.length > size(args)
  const backward = isBackward(args)
  const rows = found.slice(0, size(args))
  if (backward) rows.reverse()
  const cursor = (row: object) => encode(noun, row as Row, order)
  return {
    rows,
    edges: () => rows.map((row) => ({ row, cursor: cursor(row) })),
    info: () => ({
      hasNextPage: backward ? given(args.before) : more,
      hasPreviousPage: backward ? more : hasBefore(args),
      startCursor: rows[0] ? cursor(rows[0]) : null,
      endCursor: rows.length ? cursor(rows[rows.length - 1] as object) : null,
    }),
    count,
  }
}

/** Whether there is something before a page that is counted from the start. */
export const hasBefore = ({ after, offset }: PageArgs) => given(after) || Boolean(offset)

/** What must be selected so that cursors can be made. */
export const keysetSelection = (order: Order[]): Row =>
  order.reduce<Row>((select, { by }) => merge(select, selection(by)), { id: true })

export function merge(a: Row, b: Row): Row {
  const both = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const old = both[key]
    both[key] = isRow(old) && isRow(value) ? merge(old, value) : isRow(old) ? old : value
  }
  return both
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null
const isBackward = (args: PageArgs) => typeof args.last === 'number'
const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined
const size = (args: PageArgs) => args.last ?? args.first ?? DEFAULT_SIZE
const nest = (path: string[], value: unknown): Row => path.reduceRight((inner, key) => ({ [key]: inner }), value) as Row
const selection = ([key = '', ...rest]: string[]): Row => ({ [key]: rest.length ? { select: selection(rest) } : true })
const at = (row: unknown, path: string[]): unknown => path.reduce((value, key) => (value as Row | null)?.[key], row)

function check(args: PageArgs) {
  const wrong = (field: string, code: ProblemCode, details = {}) => badArgument(new Problem(code, details, field))
  for (const field of ['first', 'last'] as const) {
    const value = args[field]
    if (typeof value === 'number' && (value < 1 || value > MAX_SIZE))
      throw wrong(field, 'OUT_OF_RANGE', { min: 1, max: MAX_SIZE })
  }
  if (typeof args.offset === 'number' && args.offset < 0)
    throw wrong('offset', 'OUT_OF_RANGE', { min: 0, max: 2_147_483_647 })
  if (isBackward(args) && typeof args.first === 'number') throw wrong('last', 'NOT_TOGETHER', { other: 'first' })
  for (const other of ['after', 'before', 'last'] as const) {
    if (given(args.offset) && given(args[other])) throw wrong('offset', 'NOT_TOGETHER', { other })
  }
}

function sorting({ direction, nullable }: Order, backward: boolean) {
  const sort = (direction === 'ASC') === backward ? 'desc' : 'asc'
  return nullable ? { sort, nulls: backward ? 'first' : 'last' } : sort
}

/**
 * The rows that come after the cursor in this order (before it when `backward`); rows without a value come last. The
 * bound of the first key says nothing new, but an index is entered by it and not by the OR.
 */
function beyond(noun: string, keys: Order[], values: Value[], backward: boolean): object {
  const equal = (index: number) => nest(keys[index]?.by ?? [], values[index])
  const further = (index: number): object[] => {
    const { by, direction, nullable } = keys[index] as Order
    const value = values[index]
    const compare = nest(by, side(noun, by, value, (direction === 'ASC') !== backward, false))
    if (!nullable) return [compare]
    if (backward) return value === null ? [nest(by, { not: null })] : [compare]
    return value === null ? [] : [compare, nest(by, null)]
  }
  const [{ by, direction, nullable }, value] = [keys[0] as Order, values[0]]
  const isBound = !nullable || (backward && value !== null)
  return {
    ...(isBound && nest(by, side(noun, by, value, (direction === 'ASC') !== backward, true))),
    OR: keys.flatMap((_, index) =>
      further(index).map((step) => ({ AND: [...keys.slice(0, index).map((_, before) => equal(before)), step] })),
    ),
  }
}

/** What lies on one side of a value; of an enum, which Prisma does not compare, the values that sort there. */
function side(noun: string, by: string[], value: Value | undefined, after: boolean, including: boolean) {
  const members = membersOf(columnType(noun, by))
  if (!members) return { [`${after ? 'gt' : 'lt'}${including ? 'e' : ''}`]: value }
  const at = members.indexOf(String(value))
  return { in: after ? members.slice(at + (including ? 0 : 1)) : members.slice(0, at + (including ? 1 : 0)) }
}

/** The values of an enum in the order in which they sort. */
function membersOf(type = ''): string[] | undefined {
  const found = (enums as Record<string, object>)[type]
  return found && Object.values(found)
}

function encode(noun: string, row: Row, order: Order[]): string {
  const values = [...order.map(({ by }) => at(row, by)), row.id]
  const names = order.map(({ by, direction }) => `${by.join('.')} ${direction}`)
  return Buffer.from(JSON.stringify([noun, names, values.map(plain)])).toString('base64url')
}

function plain(value: unknown): unknown {
  return isRow(value) && !(value instanceof Date) ? String(value) : (value ?? null)
}

function decode(noun: string, argument: string, cursor: string, order: Order[]): Value[] {
  const names = order.map(({ by, direction }) => `${by.join('.')} ${direction}`)
  try {
    const [of, by, values] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const fits = of === noun && JSON.stringify(by) === JSON.stringify(names) && values.length === order.length + 1
    const id = fits && values.at(-1)
    if (Number.isInteger(id) && values.every((value: unknown, index: number) => fitsKey(noun, value, order[index])))
      return values
  } catch {
    // not one of our cursors: said below
  }
  throw badArgument(new Problem('BAD_CURSOR', {}, argument))
}

const fitsKey = (noun: string, value: unknown, { by, nullable }: Partial<Order> = {}) =>
  value === null ? Boolean(nullable) : isValue(value, columnType(noun, by ?? ['id']))

function isValue(value: unknown, type: string | undefined): boolean {
  if (type === 'Int') return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31
  if (type === 'Boolean') return typeof value === 'boolean'
  if (typeof value !== 'string') return false
  if (type === 'DateTime') return isInstant(value)
  if (type === 'Decimal') return /^-?\d{1,12}(\.\d{1,3})?$/.test(value)
  return membersOf(type)?.includes(value) ?? isWellFormed(value)
}

// Years of four digits: PostgreSQL has no year 0, and does not read JavaScript's form of later ones.
function isInstant(value: string): boolean {
  const date = new Date(value)
  return /^(?!0000)\d{4}-/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString() === value
}
