// Who may see and do what, as the city's rules tell it. It is written here a second time on purpose: nothing of it
// comes from access.ts, and a type, a field or a mutation of the schema that is not here fails the test.

// biome-ignore lint/suspicious/noExplicitAny: rows of any table
export type Row = Record<string, any>
export interface Caller {
  role: 'ANONYMOUS' | 'PARTNER' | 'REVIEWER' | 'DISTRICT' | 'PRIVACY' | 'CITY' | 'ADMIN'
  /** The account; none of anonymous callers and partners. */
  id?: number
  districtIds: number[]
}
export interface Rows {
  all(model: string): Row[]
  one(model: string, id: number): Row
}
export type Sees = (who: Caller, row: Row, rows: Rows) => boolean

const either =
  (...sees: Sees[]): Sees =>
  (who, row, rows) =>
    sees.some((one) => one(who, row, rows))
const only =
  (...roles: Caller['role'][]): Sees =>
  ({ role }) =>
    roles.includes(role)
/** Whoever sees the record that `key` refers to. */
const of =
  (model: string, key: string, sees: Sees): Sees =>
  (who, row, rows) =>
    sees(who, rows.one(model, row[key]), rows)
const ofProgram = (sees: Sees) => of('Program', 'programId', sees)

const everyone: Sees = () => true
const city = only('CITY', 'ADMIN')
const admin = only('ADMIN')
const district = only('DISTRICT')
const privacy = only('PRIVACY')
const isPublic: Sees = (_who, { stage }) =>
  ['SELECTED', 'AGREED', 'RUNNING', 'REPORTED', 'SETTLED', 'EVALUATED'].includes(stage)
/** A program of a district that the officer, or the key of the partner, works for. */
const own: Sees = ({ role, districtIds }, { districtId }) =>
  (role === 'DISTRICT' || role === 'PARTNER') && districtIds.includes(districtId)
const assigned: Sees = ({ role, id }, program, rows) =>
  role === 'REVIEWER' && rows.all('Review').some((row) => row.programId === program.id && row.reviewerId === id)
const peopled: Sees = (who, program, rows) =>
  privacy(who, program, rows) && rows.all('Participant').some(({ programId }) => programId === program.id)

const program = either(city, isPublic, own, assigned, peopled)
/** The city, and the district of the program. */
const officers: Sees = (who, row, rows) => city(who, row, rows) || (district(who, row, rows) && own(who, row, rows))
const outcome = either(
  city,
  ofProgram(own),
  (who, row, rows) => row.status === 'APPROVED' && ofProgram(isPublic)(who, row, rows),
)
const participant = either(privacy, ofProgram(officers))
const review: Sees = ({ role, id }, row, rows) =>
  role === 'CITY' ||
  role === 'ADMIN' ||
  (role === 'REVIEWER' &&
    (row.reviewerId === id ||
      (row.submittedAt !== null &&
        rows
          .all('Review')
          .some((mine) => mine.programId === row.programId && mine.reviewerId === id && mine.submittedAt !== null))))
const user: Sees = ({ role, id }, row) =>
  row.id === id ||
  role === 'ADMIN' ||
  role === 'PRIVACY' ||
  (role === 'CITY' && (row.role === 'REVIEWER' || row.role === 'DISTRICT'))
const isOneself: Sees = ({ id }, row) => row.id === id
/** Those who watch over accounts, keys and personal data. */
const keepers = either(privacy, admin)

/** Which rows of each table anything may be learned of. */
export const seen: Record<string, Sees> = {
  District: everyone,
  DistrictEvent: everyone,
  DistrictSuccession: everyone,
  Round: everyone,
  Criterion: everyone,
  Indicator: everyone,
  Source: everyone,
  TargetGroup: everyone,
  TargetGroupDefinition: everyone,
  Organization: everyone,
  ProgramLine: everyone,
  Claim: everyone,
  ClaimTreatment: everyone,
  Release: everyone,
  Program: program,
  Cohort: ofProgram(program),
  Agreement: ofProgram(program),
  AgreementParty: of('Agreement', 'agreementId', ofProgram(program)),
  Evaluation: ofProgram(program),
  FlagshipAward: ofProgram(program),
  ProgramOrganization: ofProgram(program),
  ProgramTargetGroup: ofProgram(program),
  TargetStatement: ofProgram(program),
  ReleaseValue: ofProgram(program),
  FundingLine: (who, row, rows) => row.programId === null || ofProgram(program)(who, row, rows),
  Conflict: ofProgram(program),
  ConflictMember: of('Outcome', 'outcomeId', outcome),
  Outcome: outcome,
  Citation: of('Outcome', 'outcomeId', outcome),
  Evidence: of('Outcome', 'outcomeId', ofProgram(officers)),
  Participant: participant,
  ParticipantTargetGroup: of('Participant', 'participantId', participant),
  StageChange: of('Participant', 'participantId', participant),
  FollowUp: of('Participant', 'participantId', participant),
  RegisterEntry: of('Participant', 'participantId', participant),
  RegisterTotal: participant,
  ParticipantCount: participant,
  ParticipantTotal: either(privacy, city),
  Person: (who, { id }, rows) =>
    rows.all('Participant').some((row) => row.personId === id && participant(who, row, rows)),
  Review: review,
  ReviewScore: of('Review', 'reviewId', review),
  Ranking: city,
  RankingEntry: city,
  ProgramStep: ofProgram(officers),
  Feedback: ofProgram(officers),
  RoundStep: either(city, district),
  PeriodLock: either(city, district),
  User: user,
  UserDistrict: of('User', 'userId', user),
  Session: ({ id }, { userId }) => userId === id,
  RightsChange: keepers,
  ApiKey: keepers,
  ApiKeyDistrict: keepers,
  AccessLog: keepers,
  AccessReview: keepers,
  DestructionCertificate: keepers,
  SavedFilter: ({ id }, { ownerId }) => ownerId === id,
  // Of a record on which the caller works.
  Change: (who, { tableName, recordId }, rows) => {
    const [noun, sees] = histories[tableName] as [string, Sees]
    return sees(who, rows.one(noun, recordId), rows)
  },
}

/** Whose history of the records of a table it is. */
export const histories: Record<string, [noun: string, Sees]> = {
  district: ['District', city],
  round: ['Round', city],
  indicator: ['Indicator', city],
  source: ['Source', city],
  target_group: ['TargetGroup', city],
  organization: ['Organization', city],
  program_line: ['ProgramLine', city],
  claim: ['Claim', city],
  program: ['Program', officers],
  cohort: ['Cohort', ofProgram(officers)],
  agreement: ['Agreement', ofProgram(officers)],
  evaluation: ['Evaluation', ofProgram(officers)],
  flagship_award: ['FlagshipAward', ofProgram(officers)],
  conflict: ['Conflict', ofProgram(officers)],
  funding_line: [
    'FundingLine',
    (who, row, rows) => city(who, row, rows) || (row.programId !== null && ofProgram(officers)(who, row, rows)),
  ],
  outcome: ['Outcome', ofProgram(officers)],
  feedback: ['Feedback', ofProgram(officers)],
  review: [
    'Review',
    (who, row, rows) => city(who, row, rows) || (who.role === 'REVIEWER' && row.reviewerId === who.id),
  ],
  participant: ['Participant', participant],
  app_user: ['User', keepers],
  api_key: ['ApiKey', keepers],
}

/**
 * What a field says. RECORD: what is stored, to whoever sees the record, and of other records those that the caller
 * sees. COMPUTED: worked out from what the caller sees. CALLER: about the caller. A rule: RECORD for some only.
 */
type Told = 'RECORD' | 'COMPUTED' | 'CALLER' | Sees
const ofItsProgram: Sees = ofProgram(officers)
const counts = either(privacy, officers)

export const fields: Record<string, Told> = {
  'AccessLog.*': 'RECORD',
  'AccessReview.*': 'RECORD',
  'Agreement.*': 'RECORD',
  'ApiKey.*': 'RECORD',
  'Citation.*': 'RECORD',
  'Claim.*': 'RECORD',
  'Claim.reconciliation': 'COMPUTED',
  'ClaimTreatment.*': 'RECORD',
  'Cohort.*': 'RECORD',
  'Cohort.counts': ofProgram(counts),
  'Cohort.placesTaken': ofProgram(counts),
  'Cohort.overCapacity': ofProgram(counts),
  'Conflict.*': 'RECORD',
  'Conflict.resolvedByName': ofItsProgram,
  'Criterion.*': 'RECORD',
  'DestructionCertificate.*': 'RECORD',
  'District.*': 'RECORD',
  'DistrictEvent.*': 'RECORD',
  'DistrictSuccession.*': 'RECORD',
  'DueFollowUp.*': 'RECORD',
  'Evaluation.*': 'RECORD',
  'Evaluation.actualJobs': 'COMPUTED',
  'Evaluation.achievementPct': 'COMPUTED',
  'Evaluation.costPerJob': 'COMPUTED',
  'Evidence.*': 'RECORD',
  'Feedback.*': 'RECORD',
  'Feedback.figures': 'COMPUTED',
  'Feedback.viewerCanDecide': 'CALLER',
  'FlagshipAward.*': 'RECORD',
  'FollowUp.*': 'RECORD',
  'FundingLine.*': 'RECORD',
  'Indicator.*': 'RECORD',
  'Organization.*': 'RECORD',
  'OtherParticipation.*': 'RECORD',
  'Outcome.*': 'RECORD',
  'Outcome.authorName': ofItsProgram,
  'Outcome.approverName': ofItsProgram,
  'Outcome.returnNote': ofItsProgram,
  'Outcome.breakdownDifference': 'COMPUTED',
  'Outcome.plausibility': 'COMPUTED',
  'Outcome.viewerIsAuthor': 'CALLER',
  'Participant.*': 'RECORD',
  'Participant.repeatCount': 'COMPUTED',
  'PeriodLock.*': 'RECORD',
  'Program.*': 'RECORD',
  'Program.coFunding': 'COMPUTED',
  'Program.figure': 'COMPUTED',
  'Program.figures': 'COMPUTED',
  'Program.plausibility': 'COMPUTED',
  'Program.participantCounts': counts,
  'Program.retention': counts,
  'Program.transitions': 'CALLER',
  'ProgramLine.*': 'RECORD',
  'ProgramOrganization.*': 'RECORD',
  'ProgramStep.*': 'RECORD',
  'Ranking.*': 'RECORD',
  'RankingRow.*': 'RECORD',
  'Release.*': 'RECORD',
  'ReleaseQuery.*': 'RECORD',
  'ReleaseValue.*': 'RECORD',
  'ReleaseValue.now': 'COMPUTED',
  'ReleaseValue.drift': 'COMPUTED',
  'ReleaseValue.difference': 'COMPUTED',
  'Retention.*': 'RECORD',
  'Review.*': 'RECORD',
  'RightsChange.*': 'RECORD',
  'ReviewScore.*': 'RECORD',
  'Round.*': 'RECORD',
  'Round.coFunding': 'COMPUTED',
  'Round.fundingTotals': 'COMPUTED',
  'Round.ranking': city,
  'Round.transitions': 'CALLER',
  'RoundStep.*': 'RECORD',
  // Not even the administrator sees those of others.
  'SavedFilter.*': 'CALLER',
  'SearchAnswer.*': 'COMPUTED',
  'Session.*': 'CALLER',
  'Source.*': 'RECORD',
  'StageChange.*': 'RECORD',
  'StageCount.*': 'RECORD',
  'TargetGroup.*': 'RECORD',
  'TargetGroupDefinition.*': 'RECORD',
  'TargetStatement.*': 'RECORD',
  'User.*': 'RECORD',
  'User.sessions': 'CALLER',
  'User.hasPassword': either(admin, isOneself),
  'User.hasSecondFactor': either(admin, isOneself),
  // Parts of fields that are computed or about the caller.
  'AccessLogCheck.*': 'COMPUTED',
  'AccessLogReview.*': 'COMPUTED',
  'AccountAccess.*': 'COMPUTED',
  'Changed.*': 'COMPUTED',
  'BasisSum.*': 'COMPUTED',
  'BreakdownDifference.*': 'COMPUTED',
  'Change.*': 'COMPUTED',
  'ChangeValue.*': 'COMPUTED',
  'CoFunding.*': 'COMPUTED',
  'ConflictCandidate.*': 'COMPUTED',
  'DestructionDue.*': 'COMPUTED',
  'FieldChange.*': 'COMPUTED',
  'Disclosure.*': 'COMPUTED',
  'DisclosureOfProgram.*': 'COMPUTED',
  'Figure.*': 'COMPUTED',
  'FundingTotal.*': 'COMPUTED',
  'History.*': 'COMPUTED',
  'Invitation.*': 'CALLER',
  'NotDerivable.*': 'COMPUTED',
  'PlausibilityCheck.*': 'COMPUTED',
  'Quotient.*': 'COMPUTED',
  'Reconciliation.*': 'COMPUTED',
  'ReconciliationItem.*': 'COMPUTED',
  'ReconciliationStep.*': 'COMPUTED',
  'ResultCounts.*': 'COMPUTED',
  'ResultFigure.*': 'COMPUTED',
  'ResultRow.*': 'COMPUTED',
  'Results.*': 'COMPUTED',
  // Only in the answer of an act, which test/reveal.test.ts looks at.
  'RevealedPerson.*': 'CALLER',
  // Only in the answer of an act, which test/participantMoves.test.ts looks at.
  'ParticipantMove.*': 'CALLER',
  'ImportedRow.*': 'CALLER',
  'Task.*': 'COMPUTED',
  'Transition.*': 'CALLER',
  'UserError.*': 'CALLER',
  'ViewerCan.*': 'CALLER',
}

/** Root fields that are not a list of a noun or one record of it. */
export const roots: Record<string, Told> = {
  node: 'RECORD',
  nodes: 'RECORD',
  viewer: 'CALLER',
  viewerCan: 'CALLER',
  results: 'COMPUTED',
  conflictCandidates: 'COMPUTED',
  accessLogCheck: 'COMPUTED',
  accessLogReview: 'COMPUTED',
  accessReviewsDue: 'COMPUTED',
  destructionsDue: 'COMPUTED',
  disclosure: 'COMPUTED',
  viewerTasks: 'COMPUTED',
  repeatParticipations: 'COMPUTED',
  history: 'COMPUTED',
  search: 'COMPUTED',
  invitation: 'CALLER',
  openIdProvider: 'CALLER',
}

/**
 * Filters that look at more than the records that they list, or at the caller, so that the same question has different
 * right answers.
 */
export const wideFilters = [
  'ProgramLineFilter.search',
  'OutcomeFilter.own',
  'ProgramFilter.own',
  'ReviewFilter.own',
  'Query.savedFilters',
  'SavedFilterFilter.list',
  'SavedFilterOrderField.NAME',
]

/** Who may do each act, to which record: the program that it is about, or the record itself. */
const grant = (sees: Sees, names: string): [string, Sees][] => names.split(/\s+/).map((name) => [name, sees])
const atStage =
  (...stages: string[]): Sees =>
  (_who, { stage }) =>
    stages.includes(stage)
const both =
  (...sees: Sees[]): Sees =>
  (who, row, rows) =>
    sees.every((one) => one(who, row, rows))
export const acts: Record<string, Sees> = Object.fromEntries([
  ...grant(everyone, 'signIn enterCode acceptInvitation signOut'),
  ...grant(
    only('REVIEWER', 'DISTRICT', 'PRIVACY', 'CITY', 'ADMIN'),
    'changePassword startTotp confirmTotp disableTotp revokeSession revokeOtherSessions saveFilter updateSavedFilter deleteSavedFilter',
  ),
  ...grant(admin, `inviteUser renewInvitation updateUser endSessions resetTotp createApiKey rotateApiKey revokeApiKey`),
  ...grant(privacy, 'destroyPersons signOffReview pruneAccessLog'),
  ...grant(either(city, district), 'createOrganization createSource'),
  ...grant(
    city,
    `createDistrict updateDistrict recordDistrictEvent createRound updateRound setCriteria openCall startScreening
    announceSelection startRound reportRound evaluateRound closeRound startReview selectProgram reserveProgram
    rejectProgram agreeProgram settleProgram evaluateProgram assignReviewer unassignReviewer updateOrganization
    createProgramLine updateProgramLine placeOnLine createTargetGroup updateTargetGroup defineTargetGroup
    recordEvaluation designateFlagship revokeFlagship decideFinding createIndicator updateIndicator updateSource
    returnOutcome approveOutcome lockPeriod unlockPeriod resolveConflict publishClaim explainClaim publishRelease setDestroyOn`,
  ),
  ...grant(
    officers,
    `createProgram submitProposal withdrawProgram startProgram reportProgram recordAgreement updateAgreement
    createCohort updateCohort enrollParticipant updateParticipant moveParticipant moveParticipants importParticipants recordFollowUp recordFinding
    recordChange recordOutcome importOutcomes citeSource attachEvidence submitOutcome supersedeOutcome openConflict revealPerson
    revealPersons correctPerson`,
  ),
  ...grant(
    either(city, both(officers, atStage('DRAFT'))),
    'updateProgram setFunding assignOrganization unassignOrganization',
  ),
  ...grant(both(officers, atStage('RUNNING', 'REPORTED')), 'reportSpending'),
  ...grant(officers, 'updateOutcome'),
  ...grant(only('REVIEWER'), 'saveReview submitReview'),
])
/** What the record itself must be like, beside its program. */
export const onlyOn: Record<string, Sees> = {
  updateOutcome: (_who, { status }) => status === 'DRAFT' || status === 'RETURNED',
  saveReview: ({ id }, { reviewerId }) => reviewerId === id,
  submitReview: ({ id }, { reviewerId }) => reviewerId === id,
  updateSavedFilter: ({ id }, { ownerId }) => ownerId === id,
  deleteSavedFilter: ({ id }, { ownerId }) => ownerId === id,
}
