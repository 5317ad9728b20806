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
  /** SETTING_UP is who must set up a second factor before anything else. */
  role: Role | 'SETTING_UP'
  id: number
  districtIds: number[]
  /** The session that the request belongs to. */
  sessionId?: number
}

/** A signed-in person: only they act, and only they are told who did what. */
export const isOfficer = (viewer: Viewer): viewer is Officer => 'id' in viewer

/** True, false, or the filter that a record must match; a function makes the filter for the one who asks. */
export type Verdict<Where> = boolean | Where
type For<Caller, Where> = Verdict<Where> | ((viewer: Caller) => Where)
type Rule<Where> = {
  ANONYMOUS: Verdict<Where>
  PARTNER: For<Partner, Where>
  /** Left out where it is as for everyone. */
  SETTING_UP?: For<Officer, Where>
} & Record<Role, For<Officer, Where>>

/** Roles that can see who a participant is. With REQUIRE_2FA they need a second factor. */
const seesPersons: Role[] = ['CITY', 'ADMIN', 'DISTRICT', 'PRIVACY']
export const needsSecondFactor = ({ role, totpSince }: { role: Role; totpSince: Date | null }) =>
  seesPersons.includes(role) && !totpSince

// What a filter lets through, in the words of README's table.
const words = new Map<object, string>()
function named<Filter extends object>(inWords: string, filter: Filter): Filter {
  words.set(filter, inWords)
  return filter
}

// Programs are public once selected, their figures once approved.
export const PUBLIC_STAGES = ['SELECTED', 'AGREED', 'RUNNING', 'REPORTED', 'SETTLED', 'EVALUATED'] as const
const publicProgram: Prisma.ProgramWhereInput = named('public', { stage: { in: [...PUBLIC_STAGES] } })
const publicOutcome: Prisma.OutcomeWhereInput = named('public', { status: 'APPROVED', program: publicProgram })

const own = named('own district', ({ districtIds }: { districtIds: number[] }) => ({ districtId: { in: districtIds } }))
/** What the district proposes it may change until it submits the proposal. */
const ownDraft = named('own district’s drafts', (viewer: Officer) => ({ ...own(viewer), stage: 'DRAFT' as const }))
const toReview = ({ id }: Officer) => ({ reviews: { some: { reviewerId: id } } })
/** Whoever answers for personal data must know of which programs they are. */
const peopled: Prisma.ProgramWhereInput = { participants: { some: {} } }
const spending = named('running or reported', { stage: { in: ['RUNNING' as const, 'REPORTED' as const] } })
const unapproved: Prisma.OutcomeWhereInput = named('unapproved', { status: { in: ['DRAFT', 'RETURNED'] } })
const self = named('oneself', ({ id }: Officer) => ({ id }))

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
const privacy = { ...nobody, PRIVACY: true }
const privacyAndAdmin = { ...privacy, ADMIN: true }
/** Every signed-in person, for the own account. */
const ownAccount = { ...nobody, REVIEWER: self, DISTRICT: self, PRIVACY: self, CITY: self, ADMIN: self }
const whileSettingUp = { ...ownAccount, SETTING_UP: self }
const ownSession = named('own', ({ id }: Officer) => ({ userId: id }))
const ownFilter = named('own', ({ id }: Officer) => ({ ownerId: id }))
const ownFilters = {
  ...nobody,
  REVIEWER: ownFilter,
  DISTRICT: ownFilter,
  PRIVACY: ownFilter,
  CITY: ownFilter,
  ADMIN: ownFilter,
}
const reviewer = { ...nobody, REVIEWER: named('own reviews', ({ id }: Officer) => ({ reviewerId: id })) }
const district = { ...nobody, DISTRICT: true }
const cityAndDistrict = { ...city, DISTRICT: true }
/** The city, and the district for its own programs. */
const cityAndOwnProgram = { ...city, DISTRICT: own }
const cityAndOwnDraft = { ...city, DISTRICT: ownDraft }
const cityAndSpending = {
  ...nobody,
  DISTRICT: named('own district’s, running or reported', (viewer: Officer) => ({ ...own(viewer), ...spending })),
  CITY: spending,
  ADMIN: spending,
}
/** Everyone for public programs, the district also for its own, the city for all. */
const visible: Rule<Prisma.ProgramWhereInput> = {
  ...city,
  ANONYMOUS: publicProgram,
  PARTNER: named('public, own district', (viewer) => ({ OR: [publicProgram, own(viewer)] })),
  REVIEWER: named('public, to review', (viewer) => ({ OR: [publicProgram, toReview(viewer)] })),
  DISTRICT: named('public, own district', (viewer) => ({ OR: [publicProgram, own(viewer)] })),
  PRIVACY: named('public, with participants', { OR: [publicProgram, peopled] }),
}

/** The same rule for what belongs to the records that it lets through. */
function through<Where extends object, Inner extends object>(rule: Rule<Where>, wrap: (where: Where) => Inner) {
  const wrapped = (said: unknown): unknown => {
    if (typeof said === 'boolean') return said
    const inner = typeof said === 'function' ? (viewer: Viewer) => wrap(said(viewer)) : wrap(said as Where)
    return named(words.get(said as object) ?? '', inner)
  }
  return Object.fromEntries(Object.entries(rule).map(([role, said]) => [role, wrapped(said)])) as unknown as Rule<Inner>
}
const ofProgram = <Where extends object>(program: Where) => ({ program })
/** The city, and the district for what belongs to its own programs. */
const cityAndOfOwnProgram = through(cityAndOwnProgram, ofProgram)
/** What belongs to a program is seen by whoever sees the program. */
const withProgram = through(visible, ofProgram)

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
  readProgram: is<Prisma.ProgramWhereInput>(visible),
  readCohort: is<Prisma.CohortWhereInput>(withProgram),
  readAgreement: is<Prisma.AgreementWhereInput>(withProgram),
  readEvaluation: is<Prisma.EvaluationWhereInput>(withProgram),
  readFlagshipAward: is<Prisma.FlagshipAwardWhereInput>(withProgram),
  readConflict: is<Prisma.ConflictWhereInput>(withProgram),
  /** Money of a whole round belongs to no program. */
  readFundingLine: is<Prisma.FundingLineWhereInput>(
    through(visible, (program) => ({ OR: [{ programId: null }, { program }] })),
  ),
  readReview: is<Prisma.ReviewWhereInput>({
    ...city,
    // Others' scores only after the own ones are handed in.
    REVIEWER: named('own; those beside them once handed in', ({ id }) => {
      const handedInBySelf = { reviews: { some: { reviewerId: id, submittedAt: { not: null } } } }
      return { OR: [{ reviewerId: id }, { submittedAt: { not: null }, program: handedInBySelf }] }
    }),
  }),
  readRanking: is<Prisma.RankingWhereInput>(city),
  readRoundStep: is<Prisma.RoundStepWhereInput>(cityAndDistrict),
  readProgramStep: is<Prisma.ProgramStepWhereInput>(cityAndOfOwnProgram),
  readParticipant: is<Prisma.ParticipantWhereInput>({ ...cityAndOfOwnProgram, PRIVACY: true }),
  /**
   * Who sees counts of people as they are; everyone else sees them with small ones suppressed
   * (statistics/suppression.ts). The privacy officer reads every participant, so there is nothing to hide from.
   */
  countParticipants: is<Prisma.ProgramWhereInput>({ ...cityAndOwnProgram, PRIVACY: true }),
  readOutcome: is<Prisma.OutcomeWhereInput>({
    ...city,
    ANONYMOUS: publicOutcome,
    PARTNER: named('public, own district', (viewer) => ({ OR: [publicOutcome, { program: own(viewer) }] })),
    REVIEWER: publicOutcome,
    DISTRICT: named('public, own district', (viewer) => ({ OR: [publicOutcome, { program: own(viewer) }] })),
    PRIVACY: publicOutcome,
  }),
  /** Who entered and approved a figure, and why it was sent back. */
  seeWorkOnOutcome: is<Prisma.OutcomeWhereInput>(cityAndOfOwnProgram),
  readEvidence: is<Prisma.EvidenceWhereInput>(through(cityAndOfOwnProgram, (outcome) => ({ outcome }))),
  /** Who chose among rival figures. */
  seeWorkOnConflict: is<Prisma.ConflictWhereInput>(cityAndOfOwnProgram),
  readFeedback: is<Prisma.FeedbackWhereInput>(cityAndOfOwnProgram),
  readPeriodLock: is<Prisma.PeriodLockWhereInput>(cityAndDistrict),
  readAccessLog: is<Prisma.AccessLogWhereInput>(privacyAndAdmin),
  readAccessReview: is<Prisma.AccessReviewWhereInput>(privacyAndAdmin),
  readDestructionCertificate: is<Prisma.DestructionCertificateWhereInput>(privacyAndAdmin),
  /** Totals, monthly review and check of the access log. */
  seeAccessReview: is<Prisma.AccessLogWhereInput>(privacyAndAdmin),
  /** Programs whose participants' data must be destroyed; the city sets the dates. */
  seeDestructionsDue: is<Prisma.ProgramWhereInput>({ ...city, PRIVACY: true }),
  /** How many counts of people are withheld from everyone, and by which thresholds. */
  seeDisclosure: is<Prisma.ProgramWhereInput>({ ...city, PRIVACY: true }),
  readUser: is<Prisma.UserWhereInput>({
    SETTING_UP: self,
    REVIEWER: self,
    DISTRICT: self,
    PRIVACY: true,
    // Whom the city assigns and whom it works with; accounts are the administrators' business.
    CITY: named('reviewers, district officers, oneself', ({ id }) => ({
      OR: [{ id }, { role: { in: ['REVIEWER', 'DISTRICT'] } }],
    })),
    ADMIN: true,
    ANONYMOUS: false,
    PARTNER: false,
  }),
  readApiKey: is<Prisma.ApiKeyWhereInput>({ ...admin, PRIVACY: true }),
  readSession: is<Prisma.SessionWhereInput>({
    ...nobody,
    REVIEWER: ownSession,
    DISTRICT: ownSession,
    PRIVACY: ownSession,
    CITY: ownSession,
    ADMIN: ownSession,
  }),
  readRightsChange: is<Prisma.RightsChangeWhereInput>({ ...admin, PRIVACY: true }),
  readSavedFilter: is<Prisma.SavedFilterWhereInput>(ownFilters),

  // Whose history of a record it is: who works on it. Everything of the record itself they may read.
  seeHistoryOfDistrict: is<Prisma.DistrictWhereInput>(city),
  seeHistoryOfRound: is<Prisma.RoundWhereInput>(city),
  seeHistoryOfIndicator: is<Prisma.IndicatorWhereInput>(city),
  seeHistoryOfSource: is<Prisma.SourceWhereInput>(city),
  seeHistoryOfTargetGroup: is<Prisma.TargetGroupWhereInput>(city),
  seeHistoryOfOrganization: is<Prisma.OrganizationWhereInput>(city),
  seeHistoryOfProgramLine: is<Prisma.ProgramLineWhereInput>(city),
  seeHistoryOfClaim: is<Prisma.ClaimWhereInput>(city),
  seeHistoryOfProgram: is<Prisma.ProgramWhereInput>(cityAndOwnProgram),
  seeHistoryOfCohort: is<Prisma.CohortWhereInput>(cityAndOfOwnProgram),
  seeHistoryOfAgreement: is<Prisma.AgreementWhereInput>(cityAndOfOwnProgram),
  seeHistoryOfEvaluation: is<Prisma.EvaluationWhereInput>(cityAndOfOwnProgram),
  seeHistoryOfFlagshipAward: is<Prisma.FlagshipAwardWhereInput>(cityAndOfOwnProgram),
  seeHistoryOfConflict: is<Prisma.ConflictWhereInput>(cityAndOfOwnProgram),
  seeHistoryOfFundingLine: is<Prisma.FundingLineWhereInput>(cityAndOfOwnProgram),
  seeHistoryOfOutcome: is<Prisma.OutcomeWhereInput>(cityAndOfOwnProgram),
  seeHistoryOfFeedback: is<Prisma.FeedbackWhereInput>(cityAndOfOwnProgram),
  seeHistoryOfReview: is<Prisma.ReviewWhereInput>({ ...city, REVIEWER: reviewer.REVIEWER }),
  seeHistoryOfParticipant: is<Prisma.ParticipantWhereInput>({ ...cityAndOfOwnProgram, PRIVACY: true }),
  seeHistoryOfUser: is<Prisma.UserWhereInput>(privacyAndAdmin),
  seeHistoryOfApiKey: is<Prisma.ApiKeyWhereInput>(privacyAndAdmin),
  /** Who is told of changes as they happen: of each record only who may read it. */
  seeChanges: is<Prisma.SessionWhereInput>({ ...cityAndDistrict, REVIEWER: true, PRIVACY: true }),

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

  setFunding: is<Prisma.FundingLineWhereInput>(through(cityAndOwnDraft, ofProgram)),
  reportSpending: is<Prisma.FundingLineWhereInput>(through(cityAndSpending, ofProgram)),
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
  importParticipants: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  updateParticipant: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  moveParticipant: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  moveParticipants: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  recordFollowUp: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  // Who works with the people. The privacy officer watches over it and so has no part in it: masked names are enough.
  revealPerson: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  revealPersons: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  correctPerson: is<Prisma.ParticipantWhereInput>(cityAndOfOwnProgram),
  setDestroyOn: is<Prisma.ProgramWhereInput>(city),
  destroyPersons: is<Prisma.DestructionCertificateWhereInput>(privacy),
  signOffReview: is<Prisma.AccessReviewWhereInput>(privacy),
  pruneAccessLog: is<Prisma.AccessLogWhereInput>(privacy),
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
  importOutcomes: is<Prisma.OutcomeWhereInput>(cityAndOfOwnProgram),
  // An approved figure is never overwritten.
  updateOutcome: is<Prisma.OutcomeWhereInput>({
    ...nobody,
    DISTRICT: named('own district’s, unapproved', (viewer) => ({ ...unapproved, program: own(viewer) })),
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

  inviteUser: is<Prisma.UserWhereInput>(admin),
  renewInvitation: is<Prisma.UserWhereInput>(admin),
  updateUser: is<Prisma.UserWhereInput>(admin),
  createApiKey: is<Prisma.ApiKeyWhereInput>(admin),
  rotateApiKey: is<Prisma.ApiKeyWhereInput>(admin),
  revokeApiKey: is<Prisma.ApiKeyWhereInput>(admin),
  endSessions: is<Prisma.UserWhereInput>(admin),
  resetTotp: is<Prisma.UserWhereInput>(admin),
  changePassword: is<Prisma.UserWhereInput>(whileSettingUp),
  startTotp: is<Prisma.UserWhereInput>(whileSettingUp),
  confirmTotp: is<Prisma.UserWhereInput>(whileSettingUp),
  disableTotp: is<Prisma.UserWhereInput>(ownAccount),
  revokeSession: is<Prisma.UserWhereInput>(ownAccount),
  revokeOtherSessions: is<Prisma.UserWhereInput>(ownAccount),
  saveFilter: is<Prisma.SavedFilterWhereInput>(ownFilters),
  updateSavedFilter: is<Prisma.SavedFilterWhereInput>(ownFilters),
  deleteSavedFilter: is<Prisma.UserWhereInput>(ownAccount),
}

/** What waits for whom: which of the records that a caller may read are for that caller to deal with. */
const duties = {
  APPROVE_FIGURES: city,
  CORRECT_RETURNED_FIGURES: cityAndDistrict,
  FINISH_DRAFT_FIGURES: cityAndDistrict,
  RESOLVE_CONFLICTS: city,
  RECORD_FOLLOW_UPS: district,
  HAND_IN_REVIEWS: { ...nobody, REVIEWER: true },
  SUBMIT_PROPOSALS: district,
  CHECK_PROPOSALS: city,
  SUBMIT_REPORTS: district,
  SETTLE_REPORTS: city,
  DECIDE_FINDINGS: city,
  CARRY_OUT_FEEDBACK: cityAndDistrict,
}

export type Duty = keyof typeof duties
/** The duties of this viewer, in the order in which they are told. */
export const dutiesOf = ({ role }: Viewer) =>
  (Object.keys(duties) as Duty[]).filter((duty) => duties[duty][role as keyof typeof nobody])

export type RuleName = keyof typeof rules
/** The rules that have the name of a mutation. The others say what is read. */
export const acts = (Object.keys(rules) as RuleName[]).filter((name) => !/^(read|see|count)[A-Z]/.test(name))
/** The nouns that have records of their own, and so a global id. */
export type NodeName = RuleName extends infer Name ? (Name extends `read${infer Noun}` ? Noun : never) : never
export const nouns = Object.keys(rules).flatMap((name) => (name.startsWith('read') ? [name.slice(4) as NodeName] : []))

/** What the rule says of this viewer. */
export function verdict(viewer: Viewer, name: RuleName): Verdict<object> {
  const rule = rules[name] as Rule<object>
  const said = rule[viewer.role] ?? rule.ANONYMOUS
  return typeof said === 'function' ? said(viewer as never) : said
}

/** The rule as a filter to be added to any query: nothing matches a no, everything a yes. */
export function allowed(viewer: Viewer, name: RuleName): object {
  const said = verdict(viewer, name)
  if (said === true) return {}
  return said === false ? { id: { in: [] } } : said
}

/** The rule in words, for README's table. */
export function inWords(role: Viewer['role'], name: RuleName): string {
  const said = (rules[name] as Rule<object>)[role] ?? false
  if (typeof said === 'boolean') return said ? 'all' : '–'
  const about = words.get(said)
  if (!about) throw new Error(`access.ts: the filter of ${name} for ${role} has no words; give it some with named()`)
  return about
}
