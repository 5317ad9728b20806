import { hash as hashText } from 'node:crypto'
import { PUBLIC_STAGES } from '../access.ts'
import { logAccess } from '../accessLog.ts'
import { act, type Doing } from '../act.ts'
import { dayOf } from '../builder.ts'
import { notAfterToday } from '../edit.ts'
import { Problem, refuse } from '../errors.ts'
import { ParticipantStage, type ProgramStage, Sex } from '../generated/prisma/enums.ts'
import { day, flag, many, optional, text, type Values } from '../input.ts'
import { labelsOf } from '../label.ts'
import type { SealedPerson } from '../person.ts'
import { cohortOf, half, type Place, placesOf, type Row, rowsInput, rowsShown, trying, word } from '../rows.ts'
import { base64 } from '../sql.ts'
import { holdPersons, phone } from './participant.ts'
import { type Found, findEach, seemNew } from './participantImportFind.ts'
import { changeAll, createAll, enterAhead } from './participantImportWrite.ts'
import { checkFirst, checkMove } from './stageChange.ts'

const columns = {
  number: optional(
    text(40, 'Number in the own register (관리번호), by which the row is known again when the file is imported again.'),
  ),
  program: text(40, 'Number of the program, such as 2019-03.'),
  half: optional(half('Half of the year of the intake: 1 or 2.')),
  name: text(60, 'Full name.'),
  birthDate: optional(day('Day of birth, as YYYY-MM-DD.')),
  phone: optional(phone('Phone number.')),
  addressNote: optional(text(200, 'Address or how to reach the person.')),
  sex: optional(word(Object.values(Sex), 'FEMALE or MALE, where it was told.')),
  targetGroups: optional(many(text(40), 20, 'Codes of the target groups.')),
  stage: optional(word(Object.values(ParticipantStage), 'Stage that was reached; APPLIED for new participants.')),
  stageOn: day('Day on which that stage was reached, as YYYY-MM-DD; not after today.'),
  reason: optional(text(500, 'Why: needed for the stages of waiting, leaving and coming back.')),
  note: optional(text(1000, 'Working note without personal data.')),
}
type Columns = typeof columns
export type Said = Partial<Values<Columns>>

/** A row that can be taken as far as it says itself. */
export interface Entry extends Row<Columns> {
  values: Said & Pick<Values<Columns>, 'name' | 'stageOn'>
  place: Place
  cohortId: number | null
  groupIds: number[] | null
  /** The days that the row says, as YYYY-MM-DD. */
  on: string
  birthDate: string | null
  /** Keyed hashes that the person is found by, also as text. */
  hashes: Pick<SealedPerson, 'fingerprint' | 'phoneHash'>
  print: string
  phone: string | null
  /** What the row says of the participation, in short. */
  hash: string
  found?: Found
  /** Number of the person where the district has that one already; only a phone says so. */
  known?: number
  /** Numbers of the participant and the person that the row may make. */
  ids?: { participant: number; person: number }
  change?: Change
}

export interface Change {
  cohortId?: number | null
  note?: string | null
  groupIds?: number[] | null
  step?: { stage: ParticipantStage; on: Date; reason: string | null }
}

act('importParticipants', {
  description:
    'Enters rows of a spreadsheet as participants (참여자 일괄 등록), each with its own result: rows with mistakes are refused, the others are taken. A row whose participant is there is compared with it: the same row again changes nothing, a new stage, intake, target group or note is taken over, and personal data stays as it is (`correctPerson`). Known again by the own number, else by name, birth date and phone within the program. Participants that were found are logged like an exact search, new ones as enrolled.',
  noun: 'Participant',
  record: false,
  once: rowsShown,
  input: {
    dryRun: flag('True to be told what would come of the rows, and change nothing.'),
    rows: rowsInput('ParticipantRow', 'One row of an import of participants.', columns),
  },
  async perform({ dryRun, rows }, doing) {
    const entries = await readEntries(rows, doing)
    const districtIds = [...new Set(entries.map(({ place }) => place.districtId))]
    refuseTwins(entries)
    const asked = entries.filter(isRight)
    const ahead = !dryRun && (await seemNew(asked, doing)) ? await enterAhead(asked, doing) : undefined
    if (!dryRun) await holdPersons(districtIds, doing)
    await findEach(asked, doing)
    for (const entry of entries) trying(entry, () => isRight(entry) && compare(entry))
    const right = entries.filter(isRight)
    const created = right.filter(({ result }) => result === 'CREATED')
    const updated = right.filter(({ result }) => result === 'UPDATED')
    const searched = right.flatMap(({ found }) =>
      found ? [{ personId: found.personId, participantId: found.id }] : [],
    )
    const enrolled = dryRun ? [] : await createAll(created, ahead, doing)
    if (!dryRun) await changeAll(updated, doing)
    if (searched.length) await logAccess(doing, 'SEARCH', searched)
    if (enrolled.length) await logAccess(doing, 'ENROLL', enrolled)
    doing.show('rows', rows)
    return dryRun
      ? []
      : [...enrolled.map(({ participantId }) => participantId), ...updated.map(({ found }) => found?.id ?? 0)]
  },
})

const isRight = ({ problems }: Row<Columns>) => !problems.length

/** What can be said of each row before anybody is looked for. Programs of other districts end here. */
async function readEntries(rows: Row<Columns>[], doing: Doing): Promise<Entry[]> {
  const placeOf = await placesOf(rows, doing)
  const groups = await doing.tx.targetGroup.findMany({ select: { id: true, code: true } })
  const groupIds = new Map(groups.map(({ code, id }) => [code, id]))
  const { vault } = doing.context.product
  return rows.flatMap((row) => {
    const { values, problems } = row
    const place = placeOf(row)
    const cohortId = place && cohortOf(row, place)
    if (place && !(PUBLIC_STAGES as readonly ProgramStage[]).includes(place.stage)) {
      const [now, only] = [labelsOf([place.stage]), labelsOf(PUBLIC_STAGES)]
      const details = { nowEn: now.en, nowKo: now.ko, stagesEn: only.en, stagesKo: only.ko }
      problems.push(new Problem('WRONG_STAGE', details, 'program'))
    }
    for (const code of values.targetGroups ?? []) {
      if (!groupIds.has(code)) problems.push(new Problem('NO_SUCH_GROUP', { code }, 'targetGroups'))
    }
    trying(row, () => values.stageOn && notAfterToday('stageOn', values.stageOn, doing))
    const isNamed = values.number || values.birthDate || values.phone
    if (!isNamed && !problems.length) problems.push(new Problem('NEEDS_IDENTITY', {}, 'birthDate'))
    const { name, stageOn } = values
    if (!place || !name || !stageOn || problems.length) return []
    const [on, birthDate] = [dayOf(stageOn), values.birthDate ? dayOf(values.birthDate) : null]
    const hashes = {
      fingerprint: vault.fingerprint(name, birthDate),
      phoneHash: values.phone ? vault.hashPhone(values.phone) : null,
    }
    const ids = values.targetGroups?.map((code) => groupIds.get(code) as number).sort((one, two) => one - two) ?? null
    return [
      Object.assign(row, {
        place,
        cohortId,
        groupIds: ids && [...new Set(ids)],
        on,
        birthDate,
        hashes,
        print: base64(hashes.fingerprint),
        phone: hashes.phoneHash && base64(hashes.phoneHash),
        hash: hashOf([cohortId, ids, values.note, values.stage, on, values.reason]),
      }) as Entry,
    ]
  })
}

const hashOf = (said: unknown[]) => hashText('sha256', JSON.stringify(said), 'base64url').slice(0, 32)

/** A file that says the same of two lines cannot be imported twice with the same outcome. */
function refuseTwins(entries: Entry[]) {
  const lines = new Map<string, number>()
  for (const entry of entries) {
    const { place, values, print, phone, line } = entry
    const names: [string, string | false][] = [
      ['number', !!values.number && `number ${values.number}`],
      ['name', (!!values.birthDate || !!phone) && `person ${print} ${phone}`],
    ]
    for (const [field, name] of names) {
      if (!name) continue
      const first = lines.get(`${place.id} ${name}`)
      if (first === undefined) lines.set(`${place.id} ${name}`, line)
      else if (!entry.problems.length) entry.problems.push(new Problem('SAME_AS_LINE', { line: first }, field))
    }
  }
}

/** What the row would change of the participant that is there, or that it makes a new one. */
function compare(entry: Entry) {
  const { found, values, hash, cohortId, groupIds } = entry
  if (!found) {
    checkFirst(values.stage ?? 'APPLIED')
    entry.result = 'CREATED'
    return
  }
  checkSamePerson(entry, found)
  const isNumbered = !values.number || found.ownNumber === values.number
  if (found.importHash === hash && isNumbered) return
  const change: Change = {}
  if (found.importHash !== hash) {
    if (values.half && cohortId !== found.cohortId) change.cohortId = cohortId
    if (values.note && values.note !== found.note) change.note = values.note
    if (groupIds && String(groupIds) !== String(found.targetGroups.map(({ targetGroupId }) => targetGroupId))) {
      change.groupIds = groupIds
    }
    addStep(entry, found, change)
  }
  if (isNumbered && !Object.keys(change).length) return
  entry.change = change
  entry.result = 'UPDATED'
}

function addStep({ values: { stage, stageOn: on, reason } }: Entry, { history }: Found, change: Change) {
  if (!stage || history.some((step) => step.stage === stage && step.on.getTime() === on.getTime())) return
  const step = { stage, on, reason: reason ?? null }
  const last = history.at(-1)
  if (last) checkMove(last, step, 'stageOn')
  else checkFirst(stage)
  change.step = step
}

function checkSamePerson({ values, print, phone }: Entry, { ownNumber, person }: Found) {
  if (values.number && ownNumber && ownNumber !== values.number) refuse('name', 'ALREADY_ENROLLED')
  if (person && base64(person.fingerprint) !== print) refuse('name', 'OTHER_PERSON')
  if (person && phone && (!person.phoneHash || base64(person.phoneHash) !== phone)) refuse('phone', 'OTHER_PERSON')
}
