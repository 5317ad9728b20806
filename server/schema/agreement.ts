import { allowed } from '../access.ts'
import { act, type Doing } from '../act.ts'
import { builder } from '../builder.ts'
import { edit, ordered } from '../edit.ts'
import { day, keep, many, optional, ref, self, text, version } from '../input.ts'

builder.prismaNode('Agreement', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    program: t.relation('program', { description: 'The program that it is about.' }),
    titleKo: t.exposeString('titleKo'),
    signedOn: t.expose('signedOn', { type: 'Date' }),
    startsOn: t.expose('startsOn', { type: 'Date', nullable: true }),
    endsOn: t.expose('endsOn', { type: 'Date', nullable: true }),
    note: t.exposeString('note', { nullable: true }),
    document: t.relation('document', { nullable: true, description: 'The document that tells of it.' }),
    parties: t.field({
      type: ['Organization'],
      description: 'The organizations that signed it.',
      select: (_args, _context, nested) => ({
        parties: { select: { organization: nested() as never as true }, orderBy: { organizationId: 'asc' } },
      }),
      resolve: ({ parties }) => parties.map(({ organization }) => organization) as never,
    }),
  }),
})

builder.prismaObjectField('Program', 'agreements', (t) =>
  t.relation('agreements', {
    description: 'The agreements about the program (협약), the oldest first.',
    query: (_args, { viewer }) => ({
      where: allowed(viewer, 'readAgreement'),
      orderBy: [{ signedOn: 'asc' }, { id: 'asc' }],
    }),
  }),
)

const fields = {
  titleKo: text(200),
  signedOn: day(),
  startsOn: optional(day()),
  endsOn: optional(day()),
  partyIds: optional(
    many(ref('Organization'), 20, 'Ids of the organizations that signed it; replaces the ones there were.'),
  ),
  documentId: optional(ref('Source', 'Id of the document that tells of it.')),
  note: optional(text(2000)),
}

act('recordAgreement', {
  description: 'Records an agreement about a program.',
  noun: 'Agreement',
  input: { programId: ref('Program'), ...fields },
  async perform({ partyIds, ...input }, doing) {
    const { id } = await doing.tx.agreement.create({ data: input })
    await replaceParties(id, partyIds, doing)
    return ordered('Agreement', id, 'startsOn', 'endsOn', doing)
  },
})

act('updateAgreement', {
  description: 'Corrects what is recorded of an agreement.',
  noun: 'Agreement',
  input: { id: self('Agreement'), version, ...keep(fields) },
  async perform({ partyIds, ...input }, doing) {
    const id = await edit('updateAgreement', 'Agreement', input, doing)
    await replaceParties(id, partyIds, doing)
    return ordered('Agreement', id, 'startsOn', 'endsOn', doing)
  },
})

async function replaceParties(agreementId: number, ids: number[] | null | undefined, { tx }: Doing) {
  if (ids === undefined) return
  await tx.agreementParty.deleteMany({ where: { agreementId } })
  const data = [...new Set(ids ?? [])].map((organizationId) => ({ agreementId, organizationId }))
  await tx.agreementParty.createMany({ data })
}
