import { type OutcomeSeed, seededOutcome } from './outcome.ts'

export interface ConflictSeed {
  /** The natural key, with program and indicator of the figures. */
  question: string
  figures: [OutcomeSeed, OutcomeSeed]
}

/** Rival values that no source settles: left open. */
export const conflicts: ConflictSeed[] = [
  {
    question: '2019년 어린이집 조리사는 33명인가 6명인가 / Were there 33 cooks in 2019, or 6?',
    figures: [seededOutcome('2019-02', 'PLACED', 33), seededOutcome('2019-02', 'PLACED', 6)],
  },
  {
    question: '2019년 육아코칭활동가는 27명인가 28명인가 / Were there 27 childcare coaches in 2019, or 28?',
    figures: [seededOutcome('2019-05', 'TRAINED', 27), seededOutcome('2019-05', 'TRAINED', 28)],
  },
]
