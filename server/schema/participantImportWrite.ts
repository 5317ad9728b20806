import type { Doing } from '../act.ts'
import { dayOf } from '../builder.ts'
import { holdDataKey } from '../dataKey.ts'
import { newIds } from '../rows.ts'
import { base64, recordset } from '../sql.ts'
import type { Change, Entry } from './participantImport.ts'

interface Enrolled {
  participantId: number
  personId: number
}

/** Enters the participants, with the persons that their district does not have yet: a few statements for all rows. */
export async function createAll(entries: Entry[], doing: Doing): Promise<Enrolled[]> {
  if (!entries.length) return []
  const { tx } = doing
  await holdDataKey(tx, doing.context.product.vault)
  const personIds = await personsOf(entries, doing)
  const ids = await newIds('participant', entries.length, doing)
  const at = doing.context.product.now().toISOString()
  const rows = entries.map(({ place, cohortId, values, hash }, index) => ({
    id: ids[index],
    program: place.id,
    cohort: cohortId,
    person: personIds[index],
    number: values.number ?? null,
    hash,
    stage: values.stage ?? 'APPLIED',
    on: dayOf(values.stageOn),
    note: values.note ?? null,
  }))
  const table = recordset(
    {
      id: 'int',
      program: 'int',
      cohort: 'int',
      person: 'int',
      number: 'text',
      hash: 'text',
      stage: '"ParticipantStage"',
      on: 'date',
      note: 'text',
    },
    rows,
  )
  await tx.$executeRaw`
    INSERT INTO participant
      (id, program_id, cohort_id, person_id, own_number, import_hash, stage, stage_on, note, created_at, updated_at)
    SELECT id, program, cohort, person, number, hash, stage, "on", note, ${at}::timestamptz, ${at}::timestamptz
    FROM ${table}`
  await addSteps(
    rows.map(({ id, stage, on }) => ({ id, stage, on, reason: null })),
    doing,
  )
  await addGroups(
    entries.flatMap(({ groupIds }, index) => (groupIds ?? []).map((group) => ({ id: ids[index], group }))),
    doing,
  )
  return ids.map((participantId, index) => ({ participantId, personId: personIds[index] as number }))
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
  await addSteps(
    entries.flatMap(({ found, change }) => {
      const step = change?.step
      return step && found ? [{ id: found.id, stage: step.stage, on: dayOf(step.on), reason: step.reason }] : []
    }),
    doing,
  )
  const regrouped = entries.flatMap(({ found, change }) =>
    found && change?.groupIds ? [{ id: found.id, groups: change.groupIds }] : [],
  )
  await tx.participantTargetGroup.deleteMany({ where: { participantId: { in: regrouped.map(({ id }) => id) } } })
  await addGroups(
    regrouped.flatMap(({ id, groups }) => groups.map((group) => ({ id, group }))),
    doing,
  )
}

interface Step {
  id: number | undefined
  stage: string
  on: string
  reason: string | null
}

async function addSteps(steps: Step[], { tx, viewer, context }: Doing) {
  if (!steps.length) return
  const at = context.product.now().toISOString()
  await tx.$executeRaw`
    INSERT INTO stage_change (participant_id, stage, on_date, reason, recorded_at, recorded_by_id)
    SELECT id, stage, "on", reason, ${at}::timestamptz, ${viewer.id}::int
    FROM ${recordset({ id: 'int', stage: '"ParticipantStage"', on: 'date', reason: 'text' }, steps)}`
}

async function addGroups(groups: { id: number | undefined; group: number }[], { tx }: Doing) {
  if (!groups.length) return
  await tx.$executeRaw`
    INSERT INTO participant_target_group (participant_id, target_group_id)
    SELECT id, "group" FROM ${recordset({ id: 'int', group: 'int' }, groups)}`
}

/** The number of each row's person. The same person of one district is one record, but only where a phone says so. */
async function personsOf(entries: Entry[], doing: Doing): Promise<number[]> {
  const known = await knownPersons(entries, doing)
  const keyOf = ({ place, print, phone }: Entry, index: number) =>
    phone ? `${place.districtId} ${print} ${phone}` : `row ${index}`
  const missing = new Map<string, Entry>()
  entries.forEach((entry, index) => {
    const key = keyOf(entry, index)
    if (!known.has(key) && !missing.has(key)) missing.set(key, entry)
  })
  const ids = await newIds('person', missing.size, doing)
  const made = new Map([...missing.keys()].map((key, index) => [key, ids[index] as number]))
  await insertPersons(
    [...missing.values()].map((entry, index) => ({ id: ids[index] as number, entry })),
    doing,
  )
  const numbers = entries.map((entry, index) => {
    const key = keyOf(entry, index)
    return known.get(key) ?? (made.get(key) as number)
  })
  await tellSex(
    entries.flatMap((entry, index) => {
      const [{ sex }, id] = [entry.values, numbers[index] as number]
      return sex && missing.get(keyOf(entry, index)) !== entry ? [{ id, sex }] : []
    }),
    doing,
  )
  return numbers
}

async function knownPersons(entries: Entry[], { tx }: Doing): Promise<Map<string, number>> {
  const rows = entries.flatMap(({ place, print, phone }) =>
    phone ? [{ key: `${place.districtId} ${print} ${phone}`, district: place.districtId, print, phone }] : [],
  )
  if (!rows.length) return new Map()
  const found = await tx.$queryRaw<{ key: string; id: number }[]>`
    SELECT row.key, min(n.id) AS id
    FROM ${recordset({ key: 'text', district: 'int', print: 'bytea', phone: 'bytea' }, rows)}
    JOIN person n ON n.fingerprint = row.print AND n.phone_hash = row.phone
    WHERE EXISTS (
      SELECT 1 FROM participant a JOIN program p ON p.id = a.program_id
      WHERE a.person_id = n.id AND p.district_id = row.district
      OFFSET 0) -- asked of each person found, not of all participants of the district
    GROUP BY 1`
  // Kept from being destroyed until the act is over.
  const ids = found.map(({ id }) => id)
  const kept = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM person WHERE id = ANY(${ids}::int[]) ORDER BY id FOR KEY SHARE`
  const there = new Set(kept.map(({ id }) => id))
  return new Map(found.flatMap(({ key, id }) => (there.has(id) ? [[key, id]] : [])))
}

async function insertPersons(persons: { id: number; entry: Entry }[], { tx, context }: Doing) {
  if (!persons.length) return
  const rows = persons.map(({ id, entry: { values, hashes, print, phone } }) => {
    const { name, birthDate, phone: number = null, addressNote = null, sex = null } = values
    const fields = { name, birthDate: birthDate ? dayOf(birthDate) : null, phone: number, addressNote }
    const {
      wrappedKey,
      sealed,
      nameHash,
      maskedName: masked,
      birthYear: year,
    } = context.product.vault.seal(fields, hashes)
    return {
      ...{ id, print, phone, masked, year, sex },
      ...{ key: base64(wrappedKey), sealed: base64(sealed), name: base64(nameHash) },
    }
  })
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
