import { setImmediate } from 'node:timers/promises'
import type { Doing } from '../act.ts'
import { dayOf } from '../builder.ts'
import { holdDataKey } from '../dataKey.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { newIds } from '../rows.ts'
import { array, base64, recordset } from '../sql.ts'
import type { Change, Entry } from './participantImport.ts'

interface Enrolled {
  participantId: number
  personId: number
}

/** A row that makes a participant, and the person too where nobody has made that one. */
interface New {
  entry: Entry
  id: number
  person: { id: number; isNew: boolean }
}

/** What was done before the district was held, as if nobody of the rows were there. */
interface Ahead {
  rows: number
  /** Numbers of the persons that were entered. */
  persons: Set<number>
  /** Enters the participants of all rows. */
  participants: Prisma.Sql
}

/**
 * Enters the persons of the rows, a third of an import's work: others of the district need not wait for it, as nobody
 * sees these persons before the act is over. What turns out otherwise `createAll` mends.
 */
export async function enterAhead(entries: Entry[], doing: Doing): Promise<Ahead> {
  await numberAll(entries, doing)
  const made = newOf(entries, new Set())
  const sealed = await sealNew(made, doing)
  const write = async () => {
    await setImmediate() // what enters the persons is sent
    return insertParticipants(made)
  }
  const [participants] = await Promise.all([write(), insertPersons(sealed, doing)])
  return { rows: entries.length, persons: new Set(sealed.map(({ id }) => id)), participants }
}

/** Enters the participants, with the persons that their district does not have yet: a few statements for all rows. */
export async function createAll(entries: Entry[], ahead: Ahead | undefined, doing: Doing): Promise<Enrolled[]> {
  if (!ahead && !entries.length) return []
  if (!ahead) await numberAll(entries, doing)
  const kept = await keptPersons(entries, doing)
  const made = newOf(entries, kept)
  const isAsAhead = ahead?.rows === entries.length && !kept.size
  if (!isAsAhead) await mendPersons(made, ahead, doing)
  if (made.length) await doing.tx.$executeRaw(isAsAhead ? ahead.participants : insertParticipants(made))
  await tellSex(
    made.flatMap(({ entry, person }) =>
      entry.values.sex && !person.isNew ? [{ id: person.id, sex: entry.values.sex }] : [],
    ),
    doing,
  )
  return made.map(({ id, person }) => ({ participantId: id, personId: person.id }))
}

/** Draws the numbers of what the rows may make. Those of rows that make nothing are lost. */
async function numberAll(entries: Entry[], doing: Doing) {
  await holdDataKey(doing.tx, doing.context.product.vault)
  const persons = await newIds('person', entries.length, doing)
  const participants = await newIds('participant', entries.length, doing)
  for (const [index, entry] of entries.entries()) {
    entry.ids = { person: persons[index] as number, participant: participants[index] as number }
  }
}

/** Leaves the new persons that are needed, and no others. */
async function mendPersons(made: New[], ahead: Ahead | undefined, doing: Doing) {
  const needed = new Set(made.flatMap(({ person }) => (person.isNew ? person.id : [])))
  const there = ahead?.persons ?? new Set()
  const spare = [...there].filter((id) => !needed.has(id))
  if (spare.length) await doing.tx.person.deleteMany({ where: { id: { in: spare } } })
  const missing = made.filter(({ person }) => !there.has(person.id))
  await insertPersons(await sealNew(missing, doing), doing)
}

async function runAll(statements: Prisma.Sql[], { tx }: Doing) {
  for (const statement of statements) await tx.$executeRaw(statement)
}

/** Enters the participants with their first steps and target groups. */
function insertParticipants(made: New[]): Prisma.Sql {
  const all = <T>(type: string, value: (one: New) => T) => array(type, made.map(value))
  const groups = made.flatMap(({ id, entry: { groupIds } }) => (groupIds ?? []).map((group) => ({ id, group })))
  return Prisma.sql`
    SELECT enter_participants(
      ids => ${all('int', ({ id }) => id)},
      programs => ${all('int', ({ entry }) => entry.place.id)},
      cohorts => ${all('int', ({ entry }) => entry.cohortId)},
      persons => ${all('int', ({ person }) => person.id)},
      numbers => ${all('text', ({ entry }) => entry.values.number ?? null)},
      hashes => ${all('text', ({ entry }) => entry.hash)},
      stages => ${all('"ParticipantStage"', ({ entry }) => entry.values.stage ?? 'APPLIED')},
      days => ${all('date', ({ entry }) => entry.on)},
      notes => ${all('text', ({ entry }) => entry.values.note ?? null)},
      grouped => ${array(
        'int',
        groups.map(({ id }) => id),
      )},
      groups => ${array(
        'int',
        groups.map(({ group }) => group),
      )})`
}

/** Takes over what the rows say otherwise than the participants that are there. */
export async function changeAll(entries: Entry[], doing: Doing) {
  if (!entries.length) return
  const { tx, context } = doing
  const rows = entries.map(({ found, values, hash, change }) => {
    const { cohortId, note, step } = change as Change
    return {
      id: found?.id,
      number: values.number ?? null,
      hash,
      cohort: cohortId ?? null,
      note: note ?? null,
      ...(step && { stage: step.stage, on: dayOf(step.on) }),
    }
  })
  const table = recordset(
    { id: 'int', number: 'text', hash: 'text', cohort: 'int', note: 'text', stage: '"ParticipantStage"', on: 'date' },
    rows,
  )
  await tx.$executeRaw`
    UPDATE participant a SET own_number = coalesce(row.number, a.own_number), import_hash = row.hash,
      cohort_id = coalesce(row.cohort, a.cohort_id), note = coalesce(row.note, a.note),
      stage = coalesce(row.stage, a.stage), stage_on = coalesce(row."on", a.stage_on),
      version = a.version + 1, updated_at = ${context.product.now().toISOString()}::timestamptz
    FROM ${table} WHERE a.id = row.id`
  const steps = entries.flatMap(({ found, change }) => {
    const step = change?.step
    return step && found ? [{ id: found.id, stage: step.stage, on: dayOf(step.on), reason: step.reason }] : []
  })
  const regrouped = entries.flatMap(({ found, change }) =>
    found && change?.groupIds ? [{ id: found.id, groups: change.groupIds }] : [],
  )
  const groups = regrouped.flatMap(({ id, groups }) => groups.map((group) => ({ id, group })))
  await runAll(insertSteps(steps, doing), doing)
  await tx.participantTargetGroup.deleteMany({ where: { participantId: { in: regrouped.map(({ id }) => id) } } })
  await runAll(insertGroups(groups), doing)
}

// Each is no statement where there is nothing to insert.

function insertSteps(
  steps: { id: number; stage: string; on: string; reason: string | null }[],
  { viewer, context }: Doing,
): Prisma.Sql[] {
  if (!steps.length) return []
  const at = context.product.now().toISOString()
  const insert = Prisma.sql`
    INSERT INTO stage_change (participant_id, stage, on_date, reason, recorded_at, recorded_by_id)
    SELECT id, stage, "on", reason, ${at}::timestamptz, ${viewer.id}::int
    FROM ${recordset({ id: 'int', stage: '"ParticipantStage"', on: 'date', reason: 'text' }, steps)}`
  return [insert]
}

function insertGroups(groups: { id: number; group: number }[]): Prisma.Sql[] {
  if (!groups.length) return []
  const insert = Prisma.sql`
    INSERT INTO participant_target_group (participant_id, target_group_id)
    SELECT id, "group" FROM ${recordset({ id: 'int', group: 'int' }, groups)}`
  return [insert]
}

/**
 * What the rows make, with the persons that are `kept`. The same person of one district is one record, but only where a
 * phone says so.
 */
function newOf(entries: Entry[], kept: Set<number>): New[] {
  const made = new Map<string, number>()
  return entries.map((entry) => {
    const { participant: id, person } = entry.ids as NonNullable<Entry['ids']>
    const key = keyOf(entry)
    const there = entry.known && kept.has(entry.known) ? entry.known : key && made.get(key)
    if (key && !there) made.set(key, person)
    return { entry, id, person: there ? { id: there, isNew: false } : { id: person, isNew: true } }
  })
}

/** Whom the row is about; nothing where no phone says so. */
const keyOf = ({ place, print, phone }: Entry) => (phone ? `${place.districtId} ${print} ${phone}` : undefined)

/** Keeps the persons that were found from being destroyed until the act is over; returns those who are there still. */
async function keptPersons(entries: Entry[], { tx }: Doing): Promise<Set<number>> {
  const ids = [...new Set(entries.flatMap(({ known }) => known ?? []))]
  if (!ids.length) return new Set()
  const kept = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM person WHERE id = ANY(${ids}::int[]) ORDER BY id FOR KEY SHARE`
  return new Set(kept.map(({ id }) => id))
}

/** Encrypts the new persons, a few at a time: what else waits for the processor has its turn in between. */
async function sealNew(made: New[], { context }: Doing) {
  const rows = []
  for (const { entry, person } of made) {
    if (!person.isNew) continue
    if (rows.length % AT_ONCE === 0) await setImmediate()
    const { print, hashes, birthDate, values } = entry
    const { name, phone = null, addressNote = null } = values
    const { wrappedKey, sealed, nameHash, maskedName, birthYear } = context.product.vault.seal(
      { name, birthDate, phone, addressNote },
      hashes,
    )
    rows.push({
      ...{ id: person.id, masked: maskedName, year: birthYear, sex: values.sex ?? null, print, phone: entry.phone },
      ...{ key: base64(wrappedKey), sealed: base64(sealed), name: base64(nameHash) },
    })
  }
  return rows
}
const AT_ONCE = 25

async function insertPersons(rows: Awaited<ReturnType<typeof sealNew>>, { tx }: Doing) {
  if (!rows.length) return
  const bytes = { key: 'bytea', sealed: 'bytea', name: 'bytea', phone: 'bytea', print: 'bytea' }
  await tx.$executeRaw`
    INSERT INTO person (id, wrapped_key, sealed, name_hash, phone_hash, fingerprint, masked_name, birth_year, sex)
    SELECT id, key, sealed, name, phone, print, masked, year, sex
    FROM ${recordset({ id: 'int', ...bytes, masked: 'text', year: 'int', sex: '"Sex"' }, rows)}`
}

async function tellSex(told: { id: number; sex: string }[], { tx }: Doing) {
  if (!told.length) return
  await tx.$executeRaw`
    UPDATE person n SET sex = row.sex FROM ${recordset({ id: 'int', sex: '"Sex"' }, told)}
    WHERE n.id = row.id AND n.sex IS NULL`
}
