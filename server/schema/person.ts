import { allowed } from '../access.ts'
import { logAccess } from '../accessLog.ts'
import { act, type Doing } from '../act.ts'
import { builder, dayOf } from '../builder.ts'
import { holdDataKey } from '../dataKey.ts'
import { mayChange, take } from '../edit.ts'
import { notFound, refuse } from '../errors.ts'
import { accessReason, day, keep, many, optional, ref, self, text, version } from '../input.ts'
import type { PersonFields } from '../person.ts'
import { phone } from './participant.ts'

interface Revealed extends PersonFields {
  participantId: number
}

const RevealedPerson = builder.objectRef<Revealed>('RevealedPerson').implement({
  description:
    'Personal data of a participant (개인정보), given once for a stated reason. It is nowhere else in the schema.',
  fields: (t) => ({
    participant: t.field({
      type: 'Participant',
      description: 'The participant.',
      resolve: ({ participantId }) => ({ id: participantId }) as never,
    }),
    name: t.exposeString('name', { description: 'Full name.' }),
    birthDate: t.expose('birthDate', { type: 'Date', nullable: true, description: 'Day of birth.' }),
    phone: t.exposeString('phone', { nullable: true, description: 'Phone number.' }),
    addressNote: t.exposeString('addressNote', { nullable: true, description: 'Address or how to reach the person.' }),
  }),
})

act('revealPerson', {
  description:
    'Gives the personal data of a participant, once, and writes who saw it, when, from where and why into the access log. What cannot be logged is not given. (개인정보의 안전성 확보조치 기준 제8조)',
  noun: 'Participant',
  record: false,
  once: { person: { type: RevealedPerson, description: 'The personal data.' } },
  input: { participantId: self('Participant'), reason: accessReason },
  async perform({ participantId, reason }, doing) {
    await mayChange('revealPerson', 'Participant', participantId, doing)
    const [given] = await openAll([participantId], 'participantId', doing)
    await logAccess(doing, 'REVEAL', [accessTo(given as Opened)], reason)
    doing.show('person', (given as Opened).fields)
    return participantId
  },
})

act('revealPersons', {
  description:
    'Gives the personal data of up to 100 participants, for an export (다운로드), with one row of the access log for each. All of them or none.',
  noun: 'Participant',
  record: false,
  once: { persons: { type: [RevealedPerson], description: 'The personal data, in the order of the ids.' } },
  input: {
    participantIds: many(ref('Participant'), 100, 'Ids of the participants: 1 to 100, each once.'),
    reason: accessReason,
  },
  async perform({ participantIds, reason }, doing) {
    const ids = [...new Set(participantIds)]
    if (!ids.length) refuse('participantIds', 'TOO_FEW', { min: 1 })
    const where = { AND: [{ id: { in: ids } }, allowed(doing.viewer, 'revealPersons')] }
    if ((await doing.tx.participant.count({ where })) !== ids.length) throw notFound('participant')
    const opened = await openAll(ids, 'participantIds', doing)
    await logAccess(doing, 'EXPORT', opened.map(accessTo), reason)
    doing.show(
      'persons',
      opened.map(({ fields }) => fields),
    )
    return ids
  },
})

act('correctPerson', {
  description:
    'Corrects the personal data of a participant (정정, PIPA art. 36), in every program of the person; what is left out stays. The reason is logged.',
  noun: 'Participant',
  input: {
    participantId: self('Participant'),
    version,
    ...keep({ name: text(60, 'Full name.') }),
    birthDate: optional(day('Day of birth.')),
    phone: optional(phone('Phone number.')),
    addressNote: optional(text(200, 'Address or how to reach the person.')),
    reason: accessReason,
  },
  async perform({ participantId, version, reason, birthDate, ...fields }, doing) {
    const { tx, context } = doing
    await take('correctPerson', 'Participant', { id: participantId, version }, doing)
    await holdDataKey(tx, context.product.vault)
    const [opened] = await openAll([participantId], 'participantId', doing)
    const { personId, fields: before } = opened as Opened
    const { name, ...rest } = { ...before, ...given(fields) }
    const day = birthDate === undefined ? before.birthDate : birthDate && dayOf(birthDate)
    const data = context.product.vault.seal({ ...rest, name, birthDate: day })
    await tx.person.update({ where: { id: personId }, data })
    await logAccess(doing, 'UPDATE', [{ personId, participantId }], reason)
    return participantId
  },
})

interface Opened {
  personId: number
  fields: Revealed
}

const accessTo = ({ personId, fields: { participantId } }: Opened) => ({ personId, participantId })

/** The personal data of the participants, who cannot be destroyed until the act is over. */
async function openAll(ids: number[], field: string, { tx, context }: Doing): Promise<Opened[]> {
  const rows = await tx.$queryRaw<{ id: number; personId: number; wrappedKey: Uint8Array; sealed: Uint8Array }[]>`
    SELECT a.id, n.id AS "personId", n.wrapped_key AS "wrappedKey", n.sealed
    FROM participant a JOIN person n ON n.id = a.person_id WHERE a.id = ANY(${ids}::int[]) ORDER BY n.id FOR UPDATE OF n`
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((participantId) => {
    const row = byId.get(participantId) ?? refuse(field, 'DESTROYED')
    return { personId: row.personId, fields: { participantId, ...context.product.vault.open(row) } }
  })
}

/** What was sent, also when it was cleared. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]-?: Exclude<T[K], undefined>
  }
