import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql'
import type { Asking } from './matrixCallers.ts'
import { acts, onlyOn, type Row } from './matrixExpectations.ts'
import { isNoun, mutationType, spread } from './matrixQuestions.ts'
import type { World } from './matrixWorld.ts'
import { idOf } from './support.ts'

/** One attempt at an act: the record that one of its inputs names, and what must come of it. */
export interface Attempt {
  act: string
  input: Record<string, unknown>
  /** The input that names the record, and the record; null for one that does not exist. */
  field: string
  noun: string
  row: Row | null
  expected: 'REFUSED_AT_ALL' | 'AS_IF_NOT_THERE' | 'REFUSED' | 'LET_THROUGH'
}

/** The input that names the record that the act is done to; the other ids only have to be visible. */
const DONE_TO = ['id', 'programId', 'districtId', 'outcomeId']

/** Each act on records of every kind for the caller: own and foreign, seen and hidden, and one that does not exist. */
export function attempts(caller: Asking, world: World, sees: (noun: string, row: Row) => boolean): Attempt[] {
  return Object.entries(acts).flatMap(([act, grant]) => {
    const type = getNamedType(mutationType.getFields()[act]?.args[0]?.type)
    if (!isInputObjectType(type) || ['signIn', 'enterCode', 'acceptInvitation'].includes(act)) return []
    const doneTo = DONE_TO.find((name) => name in type.getFields())
    const may = (noun: string, row: Row) =>
      grant(caller, programOf(noun, row, world) ?? row, world.rows) && (onlyOn[act]?.(caller, row, world.rows) ?? true)
    const ids = Object.values(type.getFields()).filter(
      (field) => isId(field) && (isNonNullType(field.type) || field.name === 'programId'),
    )
    const atAll = mayAtAll(act, caller, world)
    const base = (field: string) =>
      Object.fromEntries(
        ids.flatMap(({ name }) => {
          if (name === field) return []
          const noun = nounOf(act, name)
          const fit = world.rows.all(noun).find((row) => sees(noun, row) && (name !== doneTo || may(noun, row)))
          return [[name, idOf(noun, (fit ?? world.rows.all(noun)[0])?.id ?? 1)]]
        }),
      )
    if (!ids.length) return [attempt(act, type, {}, '', '', null, atAll ? 'LET_THROUGH' : 'REFUSED_AT_ALL')]
    return ids.flatMap(({ name }) => {
      const noun = nounOf(act, name)
      const fill = (id: number) => ({ ...base(name), [name]: idOf(noun, id) })
      const kinds = new Map<Attempt['expected'], Row[]>()
      for (const row of world.rows.all(noun)) {
        const kind = !atAll
          ? 'REFUSED_AT_ALL'
          : !sees(noun, row)
            ? 'AS_IF_NOT_THERE'
            : name !== doneTo || may(noun, row)
              ? 'LET_THROUGH'
              : 'REFUSED'
        kinds.set(kind, [...(kinds.get(kind) ?? []), row])
      }
      const some = [...kinds].flatMap(([kind, rows]) =>
        spread(rows, kind === 'AS_IF_NOT_THERE' ? 6 : kind === 'REFUSED' ? 4 : 1).map((row) =>
          attempt(act, type, fill(row.id), name, noun, row, kind),
        ),
      )
      return [
        ...some,
        attempt(act, type, fill(2_000_000_000), name, noun, null, atAll ? 'AS_IF_NOT_THERE' : 'REFUSED_AT_ALL'),
      ]
    })
  })
}

function attempt(
  act: string,
  type: GraphQLInputObjectType,
  ids: Record<string, string>,
  field: string,
  noun: string,
  row: Row | null,
  expected: Attempt['expected'],
): Attempt {
  const others = Object.values(type.getFields()).filter((input) => isNonNullType(input.type) && !isId(input))
  const input = {
    ...Object.fromEntries(others.map((one) => [one.name, sampleOf(one.name, one.type)])),
    ...ids,
    ...ALSO[act],
  }
  return { act, input, field, noun, row, expected }
}

/** Whether there is anything that the caller may do it to, whatever stage it is at. */
function mayAtAll(act: string, caller: Asking, { rows }: World): boolean {
  const grant = acts[act] as (typeof acts)[string]
  const programs = rows.all('Program')
  return [...programs, ...rows.all('District').map(({ id }) => ({ districtId: id })), {}].some((row) =>
    grant(caller, row, rows),
  )
}

/** The program that a record belongs to. */
export function programOf(noun: string, row: Row, world: World): Row | undefined {
  if (noun === 'Program') return row
  if (noun === 'District') return { districtId: row.id }
  if (row.programId) return world.rows.one('Program', row.programId)
  return undefined
}

const isId = (field: GraphQLInputField) =>
  getNamedType(field.type).name === 'ID' && !isListType(isNonNullType(field.type) ? field.type.ofType : field.type)

/** The noun that an input names. */
function nounOf(act: string, field: string): string {
  if (field !== 'id') {
    const name = field.replace(/Id$/, '')
    return REFERRED[name] ?? `${name[0]?.toUpperCase()}${name.slice(1)}`
  }
  if (act === 'unassignReviewer') return 'Review'
  if (act === 'revokeSession') return 'Session'
  if (act === 'deleteSavedFilter') return 'SavedFilter'
  const payload = getNamedType(mutationType.getFields()[act]?.type) as unknown as typeof mutationType
  const noun = Object.values(payload.getFields()).find(({ type }) => isNoun(getNamedType(type)))
  return getNamedType(noun?.type)?.name ?? ''
}
const REFERRED: Record<string, string> = {
  reviewer: 'User',
  document: 'Source',
  chosen: 'Outcome',
  line: 'ProgramLine',
}

/** Right values, so that nothing but the record decides. The version is an old one: no edit gets further than that. */
function sampleOf(name: string, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(name, type.ofType)
  if (isListType(type)) return name === 'outcomeIds' ? [idOf('Outcome', 1), idOf('Outcome', 2)] : []
  if (name in VALUES) return VALUES[name]
  if (isEnumType(type)) return type.getValues().at(-1)?.name
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type))
    return Object.fromEntries(needed.map((field) => [field.name, sampleOf(field.name, field.type)]))
  }
  return { String: 'text', Int: 1, Date: '2019-06-30', Decimal: '1', Boolean: true, Won: 1, ID: idOf('Program', 1) }[
    type.toString()
  ]
}
const VALUES: Record<string, unknown> = {
  year: 2031,
  code: 'CODE_1',
  kostatCode: '99999',
  email: 'new@officers.example',
  password: 'a password that is long enough',
  version: 2_000_000,
  months: 3,
  state: 'PRESENT',
  stage: 'APPLIED',
  reason: 'for a reason',
  month: '2020-10',
}
const ALSO: Record<string, object> = {
  createDistrict: { code: '99999' },
  createProgramLine: { code: 'a-line' },
  recordDistrictEvent: { code: 'an-event' },
  recordOutcome: { value: 1 },
  unassignOrganization: { role: 'FUNDING' },
  enrollParticipant: { name: '가나다', phone: '010-2222-3333' },
}
