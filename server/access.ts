import type { Prisma } from './generated/prisma/client.ts'
import type { Role } from './generated/prisma/enums.ts'

/** Who asks: nobody in particular, or a signed-in person. */
export type Viewer = { role: 'ANONYMOUS' } | Officer
export interface Officer {
  role: Role
  id: number
  districtIds: number[]
}

/** True, false, or the filter that a record must match; a function makes the filter for the person who asks. */
export type Verdict<Where> = boolean | Where
type Rule<Where> = Record<Viewer['role'], Verdict<Where> | ((viewer: Officer) => Where)>

// Programs are public once selected, their figures once approved.
export const PUBLIC_STAGES = ['SELECTED', 'AGREED', 'RUNNING', 'REPORTED', 'SETTLED', 'EVALUATED'] as const
const publicProgram: Prisma.ProgramWhereInput = { stage: { in: [...PUBLIC_STAGES] } }
const publicOutcome: Prisma.OutcomeWhereInput = { status: 'APPROVED', program: publicProgram }
const ofPublicProgram = { program: publicProgram }

const own = ({ districtIds }: Officer) => ({ districtId: { in: districtIds } })
/** What the district proposes it may change until it submits the proposal. */
const ownDraft = (viewer: Officer) => ({ ...own(viewer), stage: 'DRAFT' as const })
const ofOwnProgram = (viewer: Officer) => ({ program: own(viewer) })
const toReview = ({ id }: Officer) => ({ reviews: { some: { reviewerId: id } } })
const spending = { stage: { in: ['RUNNING' as const, 'REPORTED' as const] } }
const unapproved: Prisma.OutcomeWhereInput = { status: { in: ['DRAFT', 'RETURNED'] } }

const everyone = { ANONYMOUS: true, REVIEWER: true, DISTRICT: true, CITY: true }
const city = { ANONYMOUS: false, REVIEWER: false, DISTRICT: false, CITY: true }
const cityAndDistrict = { ...city, DISTRICT: true }
/** The city, and the district for its own programs. */
const cityAndOwnProgram = { ...city, DISTRICT: own }
const cityAndOwnDraft = { ...city, DISTRICT: ownDraft }
/** The city, and the district for what belongs to its own programs. */
const cityAndOfOwnProgram = { ...city, DISTRICT: ofOwnProgram }
/** Everyone for what belongs to a public program, the district also for its own, the city all. */
const withProgram = {
  ANONYMOUS: ofPublicProgram,
  REVIEWER: (viewer: Officer) => ({ program: { OR: [publicProgram, toReview(viewer)] } }),
  DISTRICT: (viewer: Officer) => ({ program: { OR: [publicProgram, own(viewer)] } }),
  CITY: true,
}

const is = <Where>(rule: Rule<Where>) => rule

/** What each caller may do. Every list, node, nested path, filter, count and mutation goes through this page. */
export const rules = {
  // Who may read what
  readDistrict: is<Prisma.DistrictWhereInput>(everyone),
  readDistrictEvent: is<Prisma.DistrictEventWhereInput>(everyone),
  readRound: is<Prisma.RoundWhereInput>(everyone),
  readCriterion: is<Prisma.CriterionWhereInput>(everyone),
  readIndicator: is<Prisma.IndicatorWhereInput>(everyone),
  readSource: is<Prisma.SourceWhereInput>(everyone),
  readTargetGroup: is<Prisma.TargetGroupWhereInput>(everyone),
  readOrganization: is<Prisma.OrganizationWhereInput>(everyone),
  readProgramLine: is<Prisma.ProgramLineWhereInput>(everyone),
  readClaim: is<Prisma.ClaimWhereInput>(everyone),
  readRelease: is<Prisma.ReleaseWhereInput>(everyone),
  readProgram: is<Prisma.ProgramWhereInput>({
    ANONYMOUS: publicProgram,
    REVIEWER: (viewer) => ({ OR: [publicProgram, toReview(viewer)] }),
    DISTRICT: (viewer) => ({ OR: [publicProgram, own(viewer)] }),
    CITY: true,
  }),
  readCohort: is<Prisma.CohortWhereInput>(withProgram),
  readAgreement: is<Prisma.AgreementWhereInput>(withProgram),
  readEvaluation: is<Prisma.EvaluationWhereInput>(withProgram),
  readFlagshipAward: is<Prisma.FlagshipAwardWhereInput>(withProgram),
  readConflict: is<Prisma.ConflictWhereInput>(withProgram),
  readFundingLine: is<Prisma.FundingLineWhereInput>({
    ANONYMOUS: { OR: [{ programId: null }, ofPublicProgram] },
    REVIEWER: (viewer) => ({ OR: [{ programId: null }, ofPublicProgram, { program: toReview(viewer) }] }),
    DISTRICT: (viewer) => ({ OR: [{ programId: null }, ofPublicProgram, ofOwnProgram(viewer)] }),
    CITY: true,
  }),
  readReview: is<Prisma.ReviewWhereInput>({
    ANONYMOUS: false,
    // Others' scores only after the own ones are handed in.
    REVIEWER: ({ id }) => {
      const handedInBySelf = { reviews: { some: { reviewerId: id, submittedAt: { not: null } } } }
      return { OR: [{ reviewerId: id }, { submittedAt: { not: null }, program: handedInBySelf }] }
    },
    DISTRICT: false,
    CITY: true,
  }),
  readRanking: is<Prisma.RankingWhereInput>(city),
  readRoundStep: is<Prisma.RoundStepWhereInput>(cityAndDistrict),
  readProgramStep: is<Prisma.ProgramStepWhereInput>(cityAndOfOwnProgram),
  readParticipant: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  /** Counts of participants, until small ones are suppressed. */
  countParticipants: is<Prisma.ProgramWhereInput>(cityAndOwnProgram),
  readOutcome: is<Prisma.OutcomeWhereInput>({
    ANONYMOUS: publicOutcome,
    REVIEWER: publicOutcome,
    DISTRICT: (viewer) => ({ OR: [publicOutcome, ofOwnProgram(viewer)] }),
    CITY: true,
  }),
  readEvidence: is<Prisma.EvidenceWhereInput>({
    ...city,
    DISTRICT: (viewer) => ({ outcome: ofOwnProgram(viewer) }),
  }),
  readFeedback: is<Prisma.FeedbackWhereInput>(cityAndOfOwnProgram),
  readPeriodLock: is<Prisma.PeriodLockWhereInput>(cityAndDistrict),
  readUser: is<Prisma.UserWhereInput>({
    ANONYMOUS: false,
    REVIEWER: ({ id }) => ({ id }),
    DISTRICT: ({ id }) => ({ id }),
    CITY: true,
  }),

  // Who may do what: the rule has the name of the mutation
  createDistrict: is<Prisma.DistrictWhereInput>(city),
  updateDistrict: is<Prisma.DistrictWhereInput>(city),
  recordDistrictEvent: is<Prisma.DistrictEventWhereInput>(city),

  createRound: is<Prisma.RoundWhereInput>(city),
  updateRound: is<Prisma.RoundWhereInput>(city),
  setCriteria: is<Prisma.RoundWhereInput>(city),
  openCall: is<Prisma.RoundWhereInput>(city),
  startScreening: is<Prisma.RoundWhereInput>(city),
  announceSelection: is<Prisma.RoundWhereInput>(city),
  startRound: is<Prisma.RoundWhereInput>(city),
  reportRound: is<Prisma.RoundWhereInput>(city),
  evaluateRound: is<Prisma.RoundWhereInput>(city),
  closeRound: is<Prisma.RoundWhereInput>(city),

  createProgram: is<Prisma.ProgramWhereInput>(cityAndOwnProgram),
  updateProgram: is<Prisma.ProgramWhereInput>(cityAndOwnDraft),
  submitProposal: is<Prisma.ProgramWhereInput>(cityAndOwnProgram),
  withdrawProgram: is<Prisma.ProgramWhereInput>(cityAndOwnProgram),
  startReview: is<Prisma.ProgramWhereInput>(city),
  selectProgram: is<Prisma.ProgramWhereInput>(city),
  reserveProgram: is<Prisma.ProgramWhereInput>(city),
  rejectProgram: is<Prisma.ProgramWhereInput>(city),
  agreeProgram: is<Prisma.ProgramWhereInput>(city),
  startProgram: is<Prisma.ProgramWhereInput>(cityAndOwnProgram),
  reportProgram: is<Prisma.ProgramWhereInput>(cityAndOwnProgram),
  settleProgram: is<Prisma.ProgramWhereInput>(city),
  evaluateProgram: is<Prisma.ProgramWhereInput>(city),

  assignReviewer: is<Prisma.ReviewWhereInput>(city),
  unassignReviewer: is<Prisma.ProgramWhereInput>(city),
  saveReview: is<Prisma.ReviewWhereInput>({ ...city, CITY: false, REVIEWER: ({ id }) => ({ reviewerId: id }) }),
  submitReview: is<Prisma.ReviewWhereInput>({ ...city, CITY: false, REVIEWER: ({ id }) => ({ reviewerId: id }) }),

  setFunding: is<Prisma.FundingLineWhereInput>({ ...city, DISTRICT: (viewer) => ({ program: ownDraft(viewer) }) }),
  reportSpending: is<Prisma.FundingLineWhereInput>({
    ...city,
    DISTRICT: (viewer) => ({ program: { ...own(viewer), ...spending } }),
    CITY: { program: spending },
  }),
  createOrganization: is<Prisma.OrganizationWhereInput>(cityAndDistrict),
  updateOrganization: is<Prisma.OrganizationWhereInput>(city),
  assignOrganization: is<Prisma.ProgramWhereInput>(cityAndOwnDraft),
  unassignOrganization: is<Prisma.ProgramWhereInput>(cityAndOwnDraft),
  recordAgreement: is<Prisma.AgreementWhereInput>(cityAndOfOwnProgram),
  updateAgreement: is<Prisma.AgreementWhereInput>(cityAndOfOwnProgram),
  createProgramLine: is<Prisma.ProgramLineWhereInput>(city),
  updateProgramLine: is<Prisma.ProgramLineWhereInput>(city),
  placeOnLine: is<Prisma.ProgramWhereInput>(city),

  createCohort: is<Prisma.CohortWhereInput>(cityAndOfOwnProgram),
  updateCohort: is<Prisma.CohortWhereInput>(cityAndOfOwnProgram),
  enrollParticipant: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  updateParticipant: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  moveParticipant: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  recordFollowUp: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  createTargetGroup: is<Prisma.TargetGroupWhereInput>(city),
  updateTargetGroup: is<Prisma.TargetGroupWhereInput>(city),
  defineTargetGroup: is<Prisma.TargetGroupWhereInput>(city),

  recordEvaluation: is<Prisma.EvaluationWhereInput>(city),
  designateFlagship: is<Prisma.FlagshipAwardWhereInput>(city),
  revokeFlagship: is<Prisma.FlagshipAwardWhereInput>(city),
  recordFinding: is<Prisma.FeedbackWhereInput>(cityAndOfOwnProgram),
  decideFinding: is<Prisma.FeedbackWhereInput>(city),
  recordChange: is<Prisma.FeedbackWhereInput>(cityAndOfOwnProgram),

  createIndicator: is<Prisma.IndicatorWhereInput>(city),
  updateIndicator: is<Prisma.IndicatorWhereInput>(city),
  createSource: is<Prisma.SourceWhereInput>(cityAndDistrict),
  updateSource: is<Prisma.SourceWhereInput>(city),

  recordOutcome: is<Prisma.OutcomeWhereInput>(cityAndOfOwnProgram),
  // An approved figure is never overwritten.
  updateOutcome: is<Prisma.OutcomeWhereInput>({
    ...city,
    DISTRICT: (viewer) => ({ ...unapproved, ...ofOwnProgram(viewer) }),
    CITY: unapproved,
  }),
  citeSource: is<Prisma.OutcomeWhereInput>(cityAndOfOwnProgram),
  attachEvidence: is<Prisma.OutcomeWhereInput>(cityAndOfOwnProgram),
  submitOutcome: is<Prisma.OutcomeWhereInput>(cityAndOfOwnProgram),
  returnOutcome: is<Prisma.OutcomeWhereInput>(city),
  approveOutcome: is<Prisma.OutcomeWhereInput>(city),
  supersedeOutcome: is<Prisma.OutcomeWhereInput>(cityAndOfOwnProgram),
  lockPeriod: is<Prisma.PeriodLockWhereInput>(city),
  unlockPeriod: is<Prisma.PeriodLockWhereInput>(city),
  openConflict: is<Prisma.ConflictWhereInput>(cityAndOfOwnProgram),
  resolveConflict: is<Prisma.ConflictWhereInput>(city),
  publishClaim: is<Prisma.ClaimWhereInput>(city),
  explainClaim: is<Prisma.ClaimWhereInput>(city),
  publishRelease: is<Prisma.ReleaseWhereInput>(city),

  createUser: is<Prisma.UserWhereInput>(city),
  updateUser: is<Prisma.UserWhereInput>(city),
}

export type RuleName = keyof typeof rules
/** The nouns that have records of their own, and so a global id. */
export type NodeName = RuleName extends infer Name ? (Name extends `read${infer Noun}` ? Noun : never) : never
export const nouns = Object.keys(rules).flatMap((name) => (name.startsWith('read') ? [name.slice(4) as NodeName] : []))

/** What the rule says of this viewer. */
export function verdict(viewer: Viewer, name: RuleName): Verdict<object> {
  const said = (rules[name] as Rule<object>)[viewer.role]
  return typeof said === 'function' ? said(viewer as Officer) : said
}

/** The rule as a filter to be added to any query: nothing matches a no, everything a yes. */
export function allowed(viewer: Viewer, name: RuleName): object {
  const said = verdict(viewer, name)
  if (said === true) return {}
  return said === false ? { id: { in: [] } } : said
}
