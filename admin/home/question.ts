import { monthEnds, today } from '../day'
import type { HomeBoardQueryVariables, HomeStartQuery } from '../gql/graphql'
import { type Choice, momentOf } from './choice'

export type Round = HomeStartQuery['rounds']['nodes'][number]

/** What the screen shows of what there is: the choice, and what it takes for granted where nothing was chosen. */
export function shownOf(start: HomeStartQuery, choice: Choice) {
  const rounds = start.rounds.nodes
  const year = choice.year ?? start.latest.nodes[0]?.program.round.year ?? rounds[0]?.year
  const round = rounds.find((one) => one.year === year)
  const claim = choice.claim ?? round?.claims.nodes.toSorted(headlinesFirst)[0]?.code
  return { year, round, claim, asOf: choice.asOf ?? dayOf(round, claim) }
}

export const mapDayOf = ({ map }: Choice, asOf: string) => (map === 'today' ? today() : asOf)

/** What is asked about a round for a day. */
export const questionOf = ({ year }: Round, asOf: string, choice: Choice): HomeBoardQueryVariables => ({
  year,
  filter: { years: [year] },
  asOf,
  knownAt: momentOf(choice.knownAt),
  map: choice.map === 'today' ? { on: mapDayOf(choice, asOf) } : undefined,
  ...(Object.fromEntries(monthEnds(year).map((end, at) => [`m${at + 1}`, end])) as Record<MonthName, string>),
})

type MonthName = `m${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`

type ClaimLike = Pick<Round['claims']['nodes'][number], 'population' | 'basis' | 'asOf' | 'treatments'>

/** Results before targets and money; of results, one that somebody explained first, then the latest. */
export function headlinesFirst(one: ClaimLike, other: ClaimLike): number {
  const rank = ({ population, basis, treatments }: ClaimLike) =>
    (population === 'PARTICIPANTS' ? 0 : 4) + (basis === 'TARGET' ? 2 : 0) + (treatments.length ? 0 : 1)
  return rank(one) - rank(other) || other.asOf.localeCompare(one.asOf)
}

/** The day of the claim; without one the end of the year, or today while it runs. */
function dayOf(round: Round | undefined, claim: string | undefined): string {
  const end = `${round?.year ?? today().slice(0, 4)}-12-31`
  const own = round?.claims.nodes.find(({ code }) => code === claim)?.asOf
  return own ?? (end < today() ? end : today())
}
