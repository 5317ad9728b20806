import type { Prisma } from './generated/prisma/client.ts'
import type { Role } from './generated/prisma/enums.ts'

/** Who asks: nobody in particular, a partner app with an API key, or a signed-in person. */
export type Viewer = { role: 'ANONYMOUS' } | Partner | Officer
export interface Partner {
  role: 'PARTNER'
  keyId: number
  /** The districts whose unpublished programs and figures the key opens; none for a key to public data. */
  districtIds: number[]
}
export interface Officer {
  role: Role
  id: number
  districtIds: number[]
}

/** A signed-in person: only they act, and only they are told who did what. */
export const isOfficer = (viewer: Viewer): viewer is Officer => 'id' in viewer

/** True, false, or the filter that a record must match; a function makes the filter for the one who asks. */
export type Verdict<Where> = boolean | Where
type For<Caller, Where> = Verdict<Where> | ((viewer: Caller) => Where)
type Rule<Where> = { ANONYMOUS: Verdict<Where>; PARTNER: For<Partner, Where> } & Record<Role, For<Officer, Where>>

// Programs are public once selected, their figures once approved.
export const PUBLIC_STAGES = ['SELECTED', 'AGREED', 'RUNNING', 'REPORTED', 'SETTLED', 'EVALUATED'] as const
const publicProgram: Prisma.ProgramWhereInput = { stage: { in: [...PUBLIC_STAGES] } }
const publicOutcome: Prisma.OutcomeWhereInput = { status: 'APPROVED', program: publicProgram }
const ofPublicProgram = { program: publicProgram }

const own = ({ districtIds }: { districtIds: number[] }) => ({ districtId: { in: districtIds } })
/** What the district proposes it may change until it submits the proposal. */
const ownDraft = (viewer: Officer) => ({ ...own(viewer), stage: 'DRAFT' as const })
const ofOwnProgram = (viewer: Partner | Officer) => ({ program: own(viewer) })
const toReview = ({ id }: Officer) => ({ reviews: { some: { reviewerId: id } } })
const spending = { stage: { in: ['RUNNING' as const, 'REPORTED' as const] } }
const unapproved: Prisma.OutcomeWhereInput = { status: { in: ['DRAFT', 'RETURNED'] } }

const nobody = {
  ANONYMOUS: false,
  PARTNER: false,
  REVIEWER: false,
  DISTRICT: false,
  PRIVACY: false,
  CITY: false,
  ADMIN: false,
}
const everyone = {
  ANONYMOUS: true,
  PARTNER: true,
  REVIEWER: true,
  DISTRICT: true,
  PRIVACY: true,
  CITY: true,
  ADMIN: true,
}
/** Officers of the city; its administrators may do all that they do. */
const city = { ...nobody, CITY: true, ADMIN: true }
const admin = { ...nobody, ADMIN: true }
const reviewer = { ...nobody, REVIEWER: ({ id }: Officer) => ({ reviewerId: id }) }
const cityAndDistrict = { ...city, DISTRICT: true }
/** The city, and the district for its own programs. */
const cityAndOwnProgram = { ...city, DISTRICT: own }
const cityAndOwnDraft = { ...city, DISTRICT: ownDraft }
/** The city, and the district for what belongs to its own programs. */
const cityAndOfOwnProgram = { ...city, DISTRICT: ofOwnProgram }
/** Everyone for what belongs to a public program, the district also for its own, the city all. */
const withProgram = {
  ...city,
  ANONYMOUS: ofPublicProgram,
  PARTNER: (viewer: Partner) => ({ program: { OR: [publicProgram, own(viewer)] } }),
  REVIEWER: (viewer: Officer) => ({ program: { OR: [publicProgram, toReview(viewer)] } }),
  DISTRICT: (viewer: Officer) => ({ program: { OR: [publicProgram, own(viewer)] } }),
  PRIVACY: ofPublicProgram,
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
    ...city,
    ANONYMOUS: publicProgram,
    PARTNER: (viewer) => ({ OR: [publicProgram, own(viewer)] }),
    REVIEWER: (viewer) => ({ OR: [publicProgram, toReview(viewer)] }),
    DISTRICT: (viewer) => ({ OR: [publicProgram, own(viewer)] }),
    PRIVACY: publicProgram,
  }),
  readCohort: is<Prisma.CohortWhereInput>(withProgram),
  readAgreement: is<Prisma.AgreementWhereInput>(withProgram),
  readEvaluation: is<Prisma.EvaluationWhereInput>(withProgram),
  readFlagshipAward: is<Prisma.FlagshipAwardWhereInput>(withProgram),
  readConflict: is<Prisma.ConflictWhereInput>(withProgram),
  readFundingLine: is<Prisma.FundingLineWhereInput>({
    ...city,
    ANONYMOUS: { OR: [{ programId: null }, ofPublicProgram] },
    PARTNER: (viewer) => ({ OR: [{ programId: null }, ofPublicProgram, ofOwnProgram(viewer)] }),
    REVIEWER: (viewer) => ({ OR: [{ programId: null }, ofPublicProgram, { program: toReview(viewer) }] }),
    DISTRICT: (viewer) => ({ OR: [{ programId: null }, ofPublicProgram, ofOwnProgram(viewer)] }),
    PRIVACY: { OR: [{ programId: null }, ofPublicProgram] },
  }),
  readReview: is<Prisma.ReviewWhereInput>({
    ...city,
    // Others' scores only after the own ones are handed in.
    REVIEWER: ({ id }) => {
      const handedInBySelf = { reviews: { some: { reviewerId: id, submittedAt: { not: null } } } }
      return { OR: [{ reviewerId: id }, { submittedAt: { not: null }, program: handedInBySelf }] }
    },
  }),
  readRanking: is<Prisma.RankingWhereInput>(city),
  readRoundStep: is<Prisma.RoundStepWhereInput>(cityAndDistrict),
  readProgramStep: is<Prisma.ProgramStepWhereInput>(cityAndOfOwnProgram),
  readParticipant: is<Prisma.ParticipantWhereInput>({ ...cityAndOfOwnProgram, PRIVACY: true }),
  /** Counts of participants, until small ones are suppressed. */
  countParticipants: is<Prisma.ProgramWhereInput>({ ...cityAndOwnProgram, PRIVACY: true }),
  readOutcome: is<Prisma.OutcomeWhereInput>({
    ...city,
    ANONYMOUS: publicOutcome,
    PARTNER: (viewer) => ({ OR: [publicOutcome, ofOwnProgram(viewer)] }),
    REVIEWER: publicOutcome,
    DISTRICT: (viewer) => ({ OR: [publicOutcome, ofOwnProgram(viewer)] }),
    PRIVACY: publicOutcome,
  }),
  readEvidence: is<Prisma.EvidenceWhereInput>({
    ...city,
    DISTRICT: (viewer) => ({ outcome: ofOwnProgram(viewer) }),
  }),
  readFeedback: is<Prisma.FeedbackWhereInput>(cityAndOfOwnProgram),
  readPeriodLock: is<Prisma.PeriodLockWhereInput>(cityAndDistrict),
  readUser: is<Prisma.UserWhereInput>({
    ...city,
    REVIEWER: ({ id }) => ({ id }),
    DISTRICT: ({ id }) => ({ id }),
    PRIVACY: true,
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
  saveReview: is<Prisma.ReviewWhereInput>(reviewer),
  submitReview: is<Prisma.ReviewWhereInput>(reviewer),

  setFunding: is<Prisma.FundingLineWhereInput>({ ...city, DISTRICT: (viewer) => ({ program: ownDraft(viewer) }) }),
  reportSpending: is<Prisma.FundingLineWhereInput>({
    ...city,
    DISTRICT: (viewer) => ({ program: { ...own(viewer), ...spending } }),
    CITY: { program: spending },
    ADMIN: { program: spending },
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
    ADMIN: unapproved,
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

  createUser: is<Prisma.UserWhereInput>(admin),
  updateUser: is<Prisma.UserWhereInput>(admin),
}

export type RuleName = keyof typeof rules
/** The nouns that have records of their own, and so a global id. */
export type NodeName = RuleName extends infer Name ? (Name extends `read${infer Noun}` ? Noun : never) : never
export const nouns = Object.keys(rules).flatMap((name) => (name.startsWith('read') ? [name.slice(4) as NodeName] : []))

/** What the rule says of this viewer. */
export function verdict(viewer: Viewer, name: RuleName): Verdict<object> {
  const said = (rules[name] as Rule<object>)[viewer.role]
  return typeof said === 'function' ? said(viewer as never) : said
}

/** The rule as a filter to be added to any query: nothing matches a no, everything a yes. */
export function allowed(viewer: Viewer, name: RuleName): object {
  const said = verdict(viewer, name)
  if (said === true) return {}
  return said === false ? { id: { in: [] } } : said
}
