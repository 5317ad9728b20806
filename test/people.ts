import { done, type Found } from './proposal.ts'
import type { Asker, Running } from './support.ts'

export const PARTICIPANT = 'participant { id version stage stageOn }'

let people = 0

/** Enrolls somebody new; `more` may say who and at which stage. */
export function enrolled(who: Asker, programId: string, stageOn: string, more: object = {}): Promise<Found> {
  const phone = `010-0000-${String(++people).padStart(4, '0')}`
  const somebody = { name: '가나다', birthDate: '1980-01-02', phone }
  return done(who, 'enrollParticipant', { ...somebody, programId, stageOn, ...more }, PARTICIPANT)
}

/** The participant as it is now. */
export async function participantNow(who: Asker, { id }: Found, select = 'id version stage stageOn'): Promise<Found> {
  const { data } = await who.ask(`query ($id: ID!) { node(id: $id) { ... on Participant { ${select} } } }`, { id })
  return data.node
}

/** Takes the participant, as it is now, to a stage. */
export async function moved(who: Asker, { id }: Found, stage: string, on: string, more: object = {}): Promise<Found> {
  const { version } = await participantNow(who, { id })
  return done(who, 'moveParticipant', { id, version, stage, on, ...more }, PARTICIPANT)
}

/** Puts the clock of the product to noon of a day in Korea. */
export function itIs({ product }: Running, day: string): string {
  const moment = `${day}T03:00:00.000Z`
  product.now = () => new Date(moment)
  return moment
}
