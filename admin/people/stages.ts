import type { ParticipantStage } from '../gql/graphql'

/** The columns of the board, in the order of a participation. */
export const STAGES: ParticipantStage[] = [
  'APPLIED',
  'WAITLISTED',
  'SELECTED',
  'IN_TRAINING',
  'TRAINED',
  'PLACED',
  'RETAINED',
  'LEFT',
]
