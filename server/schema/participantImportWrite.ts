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

/** Enters the participants, with the persons that their district does not have yet: a few statements for all rows. */
export async function createAll(entries: Entry[], doing: Doing): Promise<Enrolled[]> {
  if (!entries.length) return []
  await holdDataKey(doing.tx, doing.context.product.vault)
  const persons = await personsOf(entries, doing)
  const ids = await newIds('participant', entries.length, doing)
  const rows = entries.map((entry, index): New => {
    return { entry, id: ids[index] as number, person: persons[index] as New['person'] }
  })
  // What is not encrypted yet is, while the database writes the first quarter.
  const first = Math.ceil(rows.length / 4)
  const begun = insertPersons(await sealNew(rows.slice(0, first), doing))
  const [others] = await Promise.all([sealNew(rows.slice(first), doing), runAll(begun, doing)])
  await runAll([...insertPersons(others), insertParticipants(rows)], doing)
  await tellSex(
    rows.flatMap(({ entry, person }) =>
      entry.values.sex && !person.isNew ? [{ id: person.id, sex: entry.values.sex }] : [],
    ),
    doing,
  )
  return rows.map(({ id, person }) => ({ participantId: id, personId: person.id }))
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

/** The person of each row. The same person of one district is one record, but only where a phone says so. */
async function personsOf(entries: Entry[], doing: Doing): Promise<New['person'][]> {
  const kept = await keptPersons(entries, doing)
  const known = entries.map(({ known }) => (known && kept.has(known) ? known : undefined))
  const keys = entries.map((entry, index) => known[index] ?? keyOf(entry) ?? `row ${index}`)
  const missing = new Set(keys.filter((_, index) => !known[index]))
  const ids = await newIds('person', missing.size, doing)
  const made = new Map([...missing].map((key, index) => [key, ids[index] as number]))
  return keys.map((key, index) => ({ id: known[index] ?? (made.get(key) as number), isNew: missing.delete(key) }))
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

/** Encrypts persons while the database is asked who of them is there, until that is known. */
export function sealAhead(entries: Entry[], doing: Doing) {
  let stopped = false
  async function run() {
    for (const [index, entry] of entries.entries()) {
      if (index % AT_ONCE === 0) await setImmediate()
      if (stopped) return
      entry.sealed = sealedOf(entry, doing)
    }
  }
  run().catch(() => {}) // whoever needs that person fails in the same way
  return {
    stop() {
      stopped = true
    },
  }
}

function sealedOf({ sealed, hashes, birthDate, values }: Entry, { context }: Doing) {
  const { name, phone = null, addressNote = null } = values
  return sealed ?? context.product.vault.seal({ name, birthDate, phone, addressNote }, hashes)
}

/** Encrypts the new persons, a few at a time: what else waits for the processor has its turn in between. */
async function sealNew(made: New[], doing: Doing) {
  const rows = []
  for (const { entry, person } of made) {
    if (!person.isNew) continue
    const { print, phone, values, sealed: isSealed } = entry
    const { wrappedKey, sealed, nameHash, maskedName, birthYear } = sealedOf(entry, doing)
    rows.push({
      ...{ id: person.id, masked: maskedName, year: birthYear, sex: values.sex ?? null, print, phone },
      ...{ key: base64(wrappedKey), sealed: base64(sealed), name: base64(nameHash) },
    })
    if (!isSealed && rows.length % AT_ONCE === 0) await setImmediate()
  }
  return rows
}
const AT_ONCE = 25

function insertPersons(rows: Awaited<ReturnType<typeof sealNew>>): Prisma.Sql[] {
  if (!rows.length) return []
  const bytes = { key: 'bytea', sealed: 'bytea', name: 'bytea', phone: 'bytea', print: 'bytea' }
  const insert = Prisma.sql`
    INSERT INTO person (id, wrapped_key, sealed, name_hash, phone_hash, fingerprint, masked_name, birth_year, sex)
    SELECT id, key, sealed, name, phone, print, masked, year, sex
    FROM ${recordset({ id: 'int', ...bytes, masked: 'text', year: 'int', sex: '"Sex"' }, rows)}`
  return [insert]
}

async function tellSex(told: { id: number; sex: string }[], { tx }: Doing) {
  if (!told.length) return
  await tx.$executeRaw`
    UPDATE person n SET sex = row.sex FROM ${recordset({ id: 'int', sex: '"Sex"' }, told)}
    WHERE n.id = row.id AND n.sex IS NULL`
}
