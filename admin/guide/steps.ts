import { ask } from '../api'
import { graphql } from '../gql'
import type { Role } from '../gql/graphql'
import type { guideEn } from './words.en'

export interface Step {
  name: keyof typeof guideEn.step
  done: boolean
  /** Where it is done. */
  to: string
}

const account = graphql(`
  query GuideAccount {
    viewer { id hasSecondFactor }
  }
`)
const invited = graphql(`
  query GuideInvited {
    users(filter: { role: DISTRICT }) { totalCount }
  }
`)
const ofCity = graphql(`
  query GuideCity($year: Int!) {
    rounds(filter: { year: $year }, first: 1) { nodes { id criteria { id } } }
    proposals: programs(
      filter: { year: $year, stage: [SUBMITTED, IN_REVIEW, SELECTED, RESERVE, REJECTED, AGREED, RUNNING, REPORTED, SETTLED, EVALUATED] }
    ) { totalCount }
    approved: outcomes(filter: { year: $year, status: [APPROVED] }) { totalCount }
    claims(filter: { year: $year }) { totalCount }
  }
`)
const ofDistrict = graphql(`
  query GuideDistrict($year: Int!) {
    own: programs(filter: { year: $year, own: true }) { totalCount }
    drafts: programs(filter: { year: $year, own: true, stage: [DRAFT, WITHDRAWN] }) { totalCount }
    participants(filter: { year: $year }) { totalCount }
    figures: outcomes(filter: { year: $year, own: true, status: [SUBMITTED, APPROVED] }) { totalCount }
  }
`)
const ofReviewer = graphql(`
  query GuideReviewer {
    all: reviews(filter: { own: true }) { totalCount }
    open: reviews(filter: { own: true, open: true }) { totalCount }
  }
`)
const ofPrivacy = graphql(`
  query GuidePrivacy {
    accessReviews { totalCount }
  }
`)

/** What somebody with this role does first, and what of it is done, as the records say. */
export async function stepsOf(role: Role, year: number, signal: AbortSignal): Promise<Step[]> {
  const [{ viewer }, steps] = await Promise.all([ask(account, undefined, signal), byRole[role](year, signal)])
  return [{ name: 'second_factor', done: Boolean(viewer?.hasSecondFactor), to: '/account' }, ...steps]
}

type Steps = (year: number, signal: AbortSignal) => Promise<Step[]>

const city: Steps = async (year, signal) => {
  const { rounds, proposals, approved, claims } = await ask(ofCity, { year }, signal)
  const round = rounds.nodes[0]
  const page = round ? `/rounds/${round.id}/show` : '/rounds'
  return [
    { name: 'round', done: Boolean(round), to: '/rounds/create' },
    { name: 'criteria', done: Boolean(round?.criteria.length), to: round ? `${page}/criteria` : page },
    { name: 'proposals', done: proposals.totalCount > 0, to: page },
    { name: 'approve', done: approved.totalCount > 0, to: '/figures/review' },
    { name: 'claim', done: claims.totalCount > 0, to: '/claims' },
  ]
}

const byRole: Record<Role, Steps> = {
  CITY: city,
  async ADMIN(year, signal) {
    const [{ users }, steps] = await Promise.all([ask(invited, undefined, signal), city(year, signal)])
    return [{ name: 'invite', done: users.totalCount > 0, to: '/users/create' }, ...steps]
  },
  async DISTRICT(year, signal) {
    const { own, drafts, participants, figures } = await ask(ofDistrict, { year }, signal)
    const mine = `/programs?filter=${encodeURIComponent(JSON.stringify({ year, own: true }))}`
    return [
      { name: 'draft', done: own.totalCount > 0, to: '/programs/create' },
      { name: 'submit', done: own.totalCount > drafts.totalCount, to: mine },
      { name: 'enroll', done: participants.totalCount > 0, to: '/participants/create' },
      { name: 'figure', done: figures.totalCount > 0, to: '/figures/entry' },
    ]
  },
  async REVIEWER(_, signal) {
    const { all, open } = await ask(ofReviewer, undefined, signal)
    return [
      { name: 'assigned', done: all.totalCount > 0, to: '/reviews' },
      { name: 'hand_in', done: all.totalCount > open.totalCount, to: '/reviews' },
    ]
  },
  async PRIVACY(_, signal) {
    const { accessReviews } = await ask(ofPrivacy, undefined, signal)
    return [{ name: 'sign_off', done: accessReviews.totalCount > 0, to: '/accessReviews' }]
  },
}
