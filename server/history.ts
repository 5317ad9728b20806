import { randomUUID } from 'node:crypto'
import { allowed, type NodeName, nouns, type RuleName, rules } from './access.ts'
import type { Doing } from './act.ts'
import type { Context } from './context.ts'
import { delegate } from './delegate.ts'
import { getDatamodel } from './generated/pothos.ts'
import { nameAll } from './naming.ts'
import { beginningWith } from './pool.ts'
import { snake, tableOf } from './sql.ts'

/** What the triggers that write the history are told: who changes what, when, and by which mutation. */
export function signatureOf(act: string, { viewer, context }: Pick<Doing, 'viewer' | 'context'>) {
  return { by: String(viewer.id), act, at: context.product.now().toISOString(), doing: randomUUID() }
}

/** Signs the transactions of the work. */
export const signed = <T>(act: string, doing: Pick<Doing, 'viewer' | 'context'>, work: () => Promise<T>): Promise<T> =>
  beginningWith(signatureOf(act, doing), work)

type HistoryRule = Extract<RuleName, `seeHistoryOf${string}`>
/** The rule that says whose history of the noun it is; none for what has no history. */
export const historyRule = (noun: NodeName): HistoryRule | undefined =>
  `seeHistoryOf${noun}` in rules ? (`seeHistoryOf${noun}` as HistoryRule) : undefined
export const nounsWithHistory = nouns.filter(historyRule)

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** One value as it was stored: its type in the schema, and the record where it names one. */
export interface Value {
  field: string
  type: string
  text: string
  /** Number of the record that the value names. */
  record?: number
  name?: string | null
}
export interface FieldChange {
  field: string
  old: Value[]
  new: Value[]
  erased: boolean
}
type Pair = [unknown, unknown]
type Parts = { removed: Record<string, unknown>[]; added: Record<string, unknown>[] }
export type StoredChanges = Record<string, Pair | Parts>

/** What was changed of a record of the noun, as the caller may read it: other records by their names, if visible. */
export async function readChanges(noun: NodeName, stored: StoredChanges[], context: Context): Promise<FieldChange[][]> {
  const read = stored.map((fields) =>
    Object.entries(fields).flatMap(([column, change]) => changesOf(noun, column, change)),
  )
  const values = read.flat().flatMap((change) => [...change.old, ...change.new])
  const references = values.flatMap(({ type, record }) =>
    record === undefined ? [] : [{ noun: type as NodeName, id: record }],
  )
  const named = await nameAll(references, context)
  for (const value of values) {
    if (value.record === undefined) continue
    value.name = named.get(`${value.type} ${value.record}`) ?? null
  }
  return read
}

function changesOf(noun: NodeName, column: string, change: Pair | Parts): FieldChange[] {
  if (Array.isArray(change)) {
    const { name } = described(noun, column)
    const [before, after] = change.map((value) => valuesOf(noun, column, value)) as [Value[], Value[]]
    return [{ field: name, old: before, new: after, erased: change.every((value) => value === null) }]
  }
  const field = camel(column)
  const part = partOf[`${tableOf(noun)}.${column}`] as string
  // What it is, then what is said of it.
  const values = (row: Record<string, unknown>) =>
    Object.entries(row)
      .flatMap(([name, value]) => valuesOf(part, name, value))
      .sort((one, two) => Number(one.record === undefined) - Number(two.record === undefined))
  return [
    ...change.removed.map((row) => ({ field, old: values(row), new: [], erased: false })),
    ...change.added.map((row) => ({ field, old: [], new: values(row), erased: false })),
  ]
}

/** What belongs to a record, as watch_part in the migrations says it: the model of the parts. */
export const partOf: Record<string, string> = {
  'program.target_groups': 'ProgramTargetGroup',
  'program.organizations': 'ProgramOrganization',
  'participant.target_groups': 'ParticipantTargetGroup',
  'agreement.parties': 'AgreementParty',
  'round.criteria': 'Criterion',
  'review.scores': 'ReviewScore',
  'outcome.citations': 'Citation',
  'outcome.evidence': 'Evidence',
  'conflict.members': 'ConflictMember',
  'claim.treatments': 'ClaimTreatment',
  'target_group.definitions': 'TargetGroupDefinition',
  'app_user.districts': 'UserDistrict',
}

function valuesOf(model: string, column: string, value: unknown): Value[] {
  if (value === null) return []
  if (Array.isArray(value)) return value.flatMap((one) => valuesOf(model, column, one))
  const { name, type, refers } = described(model, column)
  const instant = type === 'DateTime' && String(value).includes('T')
  const text = instant ? new Date(String(value)).toISOString() : String(value)
  return [{ field: name, type, text, ...(refers && { record: Number(value) }) }]
}

type Column = { name: string; type: string; relationFromFields?: readonly string[] }

/** What a column is called in the schema and of which type it is; a column that refers to a record by the record. */
function described(model: string, column: string) {
  const fields = models[model]?.fields ?? []
  const own = fields.find(({ name }) => snake(name) === column)
  const relation = fields.find(({ relationFromFields }) => own && relationFromFields?.includes(own.name))
  const type = own?.type === 'BigInt' ? 'Won' : (own?.type ?? 'String')
  return { name: relation?.name ?? own?.name ?? camel(column), type: relation?.type ?? type, refers: Boolean(relation) }
}

const models = getDatamodel().datamodel.models as unknown as Record<string, { fields: readonly Column[] } | undefined>

/** Whether the caller may see the history of this record. */
export async function mayReadHistory(noun: NodeName, id: number, { viewer, product }: Context): Promise<boolean> {
  const rule = historyRule(noun)
  if (!rule) return false
  const table = delegate(product.db.prisma, noun)
  const where = { AND: [{ id }, allowed(viewer, `read${noun}`), allowed(viewer, rule)] }
  return (await table.count({ where: where as never })) === 1
}
