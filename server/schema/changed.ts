import { isOfficer, verdict } from '../access.ts'
import { tabOf } from '../announce.ts'
import { builder } from '../builder.ts'
import { forbidden, secondFactorDue, unauthenticated } from '../errors.ts'
import { liveOf } from '../live.ts'
import type { Change } from '../stream.ts'

const Changed = builder.objectRef<Change>('Changed').implement({
  description: 'A record that was changed or made. What is in it must be read.',
  fields: (t) => ({
    type: t.exposeString('type', { description: 'Type of the record, such as `Program`.' }),
    id: t.id({
      description: 'Global id.',
      resolve: ({ type, id }) => Buffer.from(`${type}:${id}`).toString('base64url'),
    }),
    version: t.exposeInt('version', {
      nullable: true,
      description: 'The version that the record has now; null where records have none.',
    }),
  }),
})

builder.subscriptionType({
  description: 'What is told as it happens, by server-sent events (`Accept: text/event-stream`).',
})

builder.subscriptionField('changed', (t) =>
  t.field({
    type: Changed,
    description:
      'Records that the caller may read, as they are changed by anybody, and the program and the round that they belong to. For signed-in people, at most 4 at a time in a session; it ends with the session and when the rights of the caller change. What happened while nobody listened is not told later: read again after each start.',
    subscribe: (_root, _args, { viewer, product, headers }) => {
      if (!isOfficer(viewer)) throw viewer.role === 'ANONYMOUS' ? unauthenticated() : forbidden()
      if (viewer.role === 'SETTING_UP') throw secondFactorDue()
      const { sessionId } = viewer
      if (verdict(viewer, 'seeChanges') === false || sessionId === undefined) throw forbidden()
      return liveOf(product).stream({ ...viewer, sessionId }, tabOf(headers))
    },
    resolve: (change) => change,
  }),
)
