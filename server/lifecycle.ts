import type { RuleName } from './access.ts'
import type { ProgramStage, RoundState } from './generated/prisma/enums.ts'
import * as guard from './guard.ts'

/** A step of a state machine: its name is the mutation's and the access rule's. */
export interface Step<Stage, Facts> {
  name: RuleName
  from: readonly Stage[]
  to: Stage
  labelEn: string
  labelKo: string
  /** What must be there before, for the description of the mutation. */
  needs?: string
  guards?: guard.Guard<Facts>[]
  needsReason?: true
  /** The decision rests on the ranking, which is frozen with it. */
  ranked?: true
  /** The registered participants are counted with it for everyone, small counts withheld. */
  counts?: true
}

/** The whole life of a round. There is no other way from state to state. */
export const roundSteps: Step<RoundState, guard.RoundFacts>[] = [
  {
    name: 'openCall',
    from: ['PLANNED'],
    to: 'CALL_OPEN',
    labelEn: 'Open the call',
    labelKo: '공모 시작',
    needs: 'the dates of the call and criteria whose weights add up to 100 %',
    guards: [guard.callIsDated, guard.criteriaAreSet],
  },
  {
    name: 'startScreening',
    from: ['CALL_OPEN'],
    to: 'SCREENING',
    labelEn: 'Close the call and start the screening',
    labelKo: '공모 마감·심사 시작',
  },
  {
    name: 'announceSelection',
    from: ['SCREENING'],
    to: 'SELECTED',
    labelEn: 'Announce the selection',
    labelKo: '선정 발표',
    needs: 'a decision on every proposal',
    guards: [guard.proposalsAreDecided],
  },
  { name: 'startRound', from: ['SELECTED'], to: 'RUNNING', labelEn: 'Start the round', labelKo: '추진 시작' },
  {
    name: 'reportRound',
    from: ['RUNNING'],
    to: 'REPORTED',
    labelEn: 'Take in the final reports',
    labelKo: '실적보고 접수',
    needs: 'the final report of every selected program',
    guards: [guard.programsAreReported],
  },
  {
    name: 'evaluateRound',
    from: ['REPORTED'],
    to: 'EVALUATED',
    labelEn: 'Finish the evaluation',
    labelKo: '평가 완료',
    needs: 'the settlement and evaluation of every program that ran',
    guards: [guard.programsAreEvaluated],
  },
  {
    name: 'closeRound',
    from: ['EVALUATED'],
    to: 'CLOSED',
    labelEn: 'Close the round',
    labelKo: '사업 종료',
    needs: 'a decision on every finding of the feedback ledger (환류)',
    guards: [guard.findingsAreDecided],
  },
]

/** The whole life of a program. There is no other way from stage to stage. */
export const programSteps: Step<ProgramStage, guard.ProgramFacts>[] = [
  {
    name: 'submitProposal',
    from: ['DRAFT'],
    to: 'SUBMITTED',
    labelEn: 'Submit the proposal',
    labelKo: '신청',
    needs: 'the open call of the round, target jobs, planned money and a delivery body (수행기관)',
    guards: [guard.callIsOpen, guard.targetIsSet, guard.moneyIsPlanned, guard.deliveryBodyIsNamed],
  },
  {
    name: 'startReview',
    from: ['SUBMITTED'],
    to: 'IN_REVIEW',
    labelEn: 'Start the review',
    labelKo: '심사 시작',
    needs: 'the screening of the round and a reviewer',
    guards: [guard.roundIsScreening, guard.reviewerIsAssigned],
  },
  {
    name: 'selectProgram',
    from: ['IN_REVIEW', 'RESERVE'],
    to: 'SELECTED',
    labelEn: 'Select',
    labelKo: '선정',
    needs: 'all assigned reviews',
    guards: [guard.reviewsAreIn],
    ranked: true,
  },
  {
    name: 'reserveProgram',
    from: ['IN_REVIEW'],
    to: 'RESERVE',
    labelEn: 'Put on the reserve list',
    labelKo: '예비 선정',
    needs: 'all assigned reviews',
    guards: [guard.reviewsAreIn],
    ranked: true,
  },
  {
    name: 'rejectProgram',
    from: ['IN_REVIEW', 'RESERVE'],
    to: 'REJECTED',
    labelEn: 'Reject',
    labelKo: '탈락',
    needs: 'all assigned reviews',
    guards: [guard.reviewsAreIn],
    ranked: true,
  },
  {
    name: 'agreeProgram',
    from: ['SELECTED'],
    to: 'AGREED',
    labelEn: 'Grant and agree',
    labelKo: '교부·협약',
    needs: 'an agreement (협약) and a granted amount (교부액)',
    guards: [guard.agreementIsMade, guard.moneyIsGranted],
  },
  { name: 'startProgram', from: ['AGREED'], to: 'RUNNING', labelEn: 'Start the program', labelKo: '추진 시작' },
  {
    name: 'reportProgram',
    from: ['RUNNING'],
    to: 'REPORTED',
    labelEn: 'Hand in the final report',
    labelKo: '실적보고',
    counts: true,
  },
  {
    name: 'settleProgram',
    from: ['REPORTED'],
    to: 'SETTLED',
    labelEn: 'Settle',
    labelKo: '정산',
    needs: 'of each funding line, that the granted money was spent or returned to the won',
    guards: [guard.moneyIsGranted, guard.moneyIsSettled],
  },
  {
    name: 'evaluateProgram',
    from: ['SETTLED'],
    to: 'EVALUATED',
    labelEn: 'Finish the evaluation',
    labelKo: '평가 완료',
    needs: 'a recorded evaluation (평가)',
    guards: [guard.evaluationIsRecorded],
  },
  {
    name: 'withdrawProgram',
    from: ['DRAFT', 'SUBMITTED', 'IN_REVIEW', 'SELECTED', 'RESERVE', 'AGREED', 'RUNNING'],
    to: 'WITHDRAWN',
    labelEn: 'Withdraw',
    labelKo: '철회',
    needsReason: true,
  },
]
