import { setImmediate } from 'node:timers/promises'
import type { Doing } from '../act.ts'
import { dayOf } from '../builder.ts'
import { holdDataKey } from '../dataKey.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { inParts } from '../parts.ts'
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

/** What enters all rows of an import, written before it is known whether anybody of them is there. */
interface Ahead {
  rows: number
  /** There once they are all written. */
  statements?: Prisma.Sql[]
  stop(): void
}

/**
 * Begins to encrypt the persons and to write the statements that enter them, as if nobody were there. It goes on while
 * the import waits for another one of its district, and while the database is asked who is there. Numbers that are drawn
 * for rows which make nothing are lost.
 */
export async function writeAhead(entries: Entry[], doing: Doing): Promise<Ahead> {
  await holdDataKey(doing.tx, doing.context.product.vault)
  const persons = await newIds('person', entries.length, doing)
  const participants = await newIds('participant', entries.length, doing)
  for (const [index, entry] of entries.entries()) {
    entry.ids = { person: persons[index] as number, participant: participants[index] as number }
  }
  const stopping = new AbortController()
  const ahead: Ahead = { rows: entries.length, stop: () => stopping.abort() }
  async function run() {
    const made = newOf(entries, new Set())
    const persons = insertPersons(await sealNew(made, doing, stopping.signal))
    await setImmediate(undefined, { signal: stopping.signal })
    ahead.statements = [...persons, insertParticipants(made)]
  }
  run().catch(() => {}) // whoever needs these persons fails in the same way
  return ahead
}

/** Enters the participants, with the persons that their district does not have yet: a few statements for all rows. */
export async function createAll(entries: Entry[], ahead: Ahead, doing: Doing): Promise<Enrolled[]> {
  ahead.stop()
  if (!entries.length) return []
  const kept = await keptPersons(entries, doing)
  const made = newOf(entries, kept)
  const isAsWritten = entries.length === ahead.rows && !kept.size
  if (isAsWritten && ahead.statements) await runAll(ahead.statements, doing)
  else await insertAll(made, doing)
  await tellSex(
    made.flatMap(({ entry, person }) =>
      entry.values.sex && !person.isNew ? [{ id: person.id, sex: entry.values.sex }] : [],
    ),
    doing,
  )
  return made.map(({ id, person }) => ({ participantId: id, personId: person.id }))
}

/** Enters them part by part: what is not encrypted yet is, while the database writes the part before. */
async function insertAll(made: New[], doing: Doing) {
  let written: Promise<unknown> = Promise.resolve()
  for (const part of inParts(made, PART)) {
    const [rows] = await Promise.all([sealNew(part, doing), written])
    written = runAll(insertPersons(rows), doing)
  }
  await written
  await runAll([insertParticipants(made)], doing)
}
const PART = 250

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
async function sealNew(made: New[], { context }: Doing, signal?: AbortSignal) {
  const rows = []
  for (const { entry, person } of made) {
    if (!person.isNew) continue
    const { print, hashes, birthDate, values } = entry
    if (!entry.sealed) {
      const { name, phone = null, addressNote = null } = values
      if (rows.length % AT_ONCE === 0) await setImmediate()
      signal?.throwIfAborted()
      entry.sealed = context.product.vault.seal({ name, birthDate, phone, addressNote }, hashes)
    }
    const { wrappedKey, sealed, nameHash, maskedName, birthYear } = entry.sealed
    rows.push({
      ...{ id: person.id, masked: maskedName, year: birthYear, sex: values.sex ?? null, print, phone: entry.phone },
      ...{ key: base64(wrappedKey), sealed: base64(sealed), name: base64(nameHash) },
    })
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
