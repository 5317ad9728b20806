import { createHash } from 'node:crypto'
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts'

type Client = Pick<PrismaClient, '$queryRaw'>

/** What is unusual about the accesses of an account in a month. */
export type Unusual = 'OWN_MEDIAN' | 'MANY_PERSONS' | 'NIGHT' | 'WEEKEND' | 'BULK' | 'NO_FOLLOW_UP'

export interface AccountAccess {
  accountId: number
  email: string
  reveals: number
  exported: number
  searches: number
  enrolled: number
  updated: number
  destroyed: number
  /** Different persons. */
  persons: number
  night: number
  weekend: number
  /** Requests that gave ten persons or more at once. */
  bulk: number
  /** Participants who were revealed and on whom the account recorded nothing from then until thirty days later. */
  withoutFollowUp: number
  /** Persons of the middle one of the earlier months in which the account used personal data, up to twelve; null when there is none. */
  medianEarlier: number | null
  unusual: Unusual[]
}

export interface Review {
  rows: number
  accounts: AccountAccess[]
  /** SHA-256 of the accounts above and of the hashes of the month's rows. */
  sha256: string
}

/** More persons than this in a month are unusual whoever it is. */
export const MANY_PERSONS = 100
/** So many times the own median is unusual. */
export const TIMES_MEDIAN = 3
/** But never so few persons. */
export const FEW_PERSONS = 5
/** So many persons in one request are a bulk. */
export const BULK = 10

/** Midnight in Korea at the start of the day, or of so many days later. Korea has no summer time. */
export const koreanMidnight = (day: Date, later = 0) => new Date(day.getTime() + later * DAY - KOREA)

const HOUR = 3_600_000
const DAY = 24 * HOUR
const KOREA = 9 * HOUR

/** The first moments of the month, YYYY-MM, and of the next one, in Korea. */
export function monthSpan(month: string): { from: Date; to: Date } {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return {
    from: koreanMidnight(new Date(Date.UTC(year, number - 1))),
    to: koreanMidnight(new Date(Date.UTC(year, number))),
  }
}

/** The month of the moment in Korea, YYYY-MM. */
export const koreanMonth = (moment: Date) => new Date(moment.getTime() + KOREA).toISOString().slice(0, 7)

/** Months from the first row of the log to before this one that were not signed, the earliest first. */
export async function reviewsDue(client: Client, now: Date): Promise<string[]> {
  const rows = await client.$queryRaw<{ month: string }[]>`
    WITH span AS (
      SELECT date_trunc('month', min(${KOREAN('at')})) AS first FROM access_log
    ), months AS (
      SELECT to_char(generate_series(first, ${`${koreanMonth(now)}-01`}::timestamp - INTERVAL '1 month', INTERVAL '1 month'), 'YYYY-MM') AS month
      FROM span WHERE first IS NOT NULL
    )
    SELECT month FROM months WHERE NOT EXISTS (SELECT 1 FROM access_review r WHERE r.month = months.month) ORDER BY month`
  return rows.map(({ month }) => month)
}

/** The use of personal data in a month by account, and what of it is unusual. Nights are from 22 to 6 o'clock in Korea. */
export async function review(client: Client, month: string): Promise<Review> {
  const { from, to } = monthSpan(month)
  const count = (condition: string) => Prisma.raw(`(count(*) FILTER (WHERE ${condition}))::int`)
  const accounts = await client.$queryRaw<Omit<AccountAccess, 'unusual'>[]>`
    WITH used AS (
      SELECT l.*, ${KOREAN('at')} AS here FROM access_log l
      WHERE at >= ${from.toISOString()}::timestamptz AND at < ${to.toISOString()}::timestamptz
    ), bulk AS (
      SELECT account_id, count(*)::int AS bulk FROM (
        SELECT account_id, batch FROM used WHERE kind IN ('REVEAL', 'EXPORT') GROUP BY 1, 2 HAVING count(*) >= ${BULK}::int
      ) many GROUP BY 1
    ), idle AS (
      SELECT account_id, count(DISTINCT participant_id)::int AS idle FROM used u
      WHERE kind = 'REVEAL' AND NOT EXISTS (
        SELECT 1 FROM stage_change s WHERE s.participant_id = u.participant_id AND s.recorded_by_id = u.account_id
          AND s.recorded_at >= u.at AND s.recorded_at < u.at + INTERVAL '30 days'
      ) AND NOT EXISTS (
        SELECT 1 FROM follow_up f WHERE f.participant_id = u.participant_id AND f.recorded_by_id = u.account_id
          AND f.recorded_at >= u.at AND f.recorded_at < u.at + INTERVAL '30 days'
      ) AND NOT EXISTS (
        SELECT 1 FROM access_log c WHERE c.participant_id = u.participant_id AND c.account_id = u.account_id
          AND c.kind = 'UPDATE' AND c.at >= u.at AND c.at < u.at + INTERVAL '30 days'
      ) GROUP BY 1
    ), earlier AS (
      SELECT account_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY persons)::float8 AS median FROM (
        SELECT account_id, date_trunc('month', ${KOREAN('at')}) AS month, count(DISTINCT person_id) AS persons
        FROM access_log WHERE at < ${from.toISOString()}::timestamptz
          AND at >= ${from.toISOString()}::timestamptz - INTERVAL '12 months' GROUP BY 1, 2
      ) months GROUP BY 1
    )
    SELECT u.account_id AS "accountId", max(u.email) AS email,
      ${count(`kind = 'REVEAL'`)} AS reveals, ${count(`kind = 'EXPORT'`)} AS exported,
      (count(DISTINCT batch) FILTER (WHERE kind = 'SEARCH'))::int AS searches, ${count(`kind = 'ENROLL'`)} AS enrolled,
      ${count(`kind = 'UPDATE'`)} AS updated, ${count(`kind = 'DESTROY'`)} AS destroyed,
      count(DISTINCT person_id)::int AS persons,
      ${count('extract(hour FROM here) >= 22 OR extract(hour FROM here) < 6')} AS night,
      ${count('extract(isodow FROM here) >= 6')} AS weekend,
      COALESCE(max(bulk.bulk), 0) AS bulk, COALESCE(max(idle.idle), 0) AS "withoutFollowUp",
      max(earlier.median) AS "medianEarlier"
    FROM used u LEFT JOIN bulk USING (account_id) LEFT JOIN idle USING (account_id) LEFT JOIN earlier USING (account_id)
    GROUP BY u.account_id ORDER BY u.account_id`
  const [said] = await client.$queryRaw<{ rows: number; hashes: string | null }[]>`
    SELECT count(*)::int AS rows, string_agg(encode(hash, 'hex'), ',' ORDER BY id) AS hashes FROM access_log
    WHERE at >= ${from.toISOString()}::timestamptz AND at < ${to.toISOString()}::timestamptz`
  const judged = accounts.map((account) => ({ ...account, unusual: unusualOf(account) }))
  const sha256 = createHash('sha256')
    .update(JSON.stringify([month, judged, said?.hashes ?? '']))
    .digest('hex')
  return { rows: said?.rows ?? 0, accounts: judged, sha256 }
}

function unusualOf(account: Omit<AccountAccess, 'unusual'>): Unusual[] {
  const { persons, medianEarlier, night, weekend, bulk, withoutFollowUp } = account
  const overMedian = medianEarlier !== null && persons > FEW_PERSONS && persons > TIMES_MEDIAN * medianEarlier
  const found: [boolean, Unusual][] = [
    [overMedian, 'OWN_MEDIAN'],
    [persons > MANY_PERSONS, 'MANY_PERSONS'],
    [night > 0, 'NIGHT'],
    [weekend > 0, 'WEEKEND'],
    [bulk > 0, 'BULK'],
    [withoutFollowUp > 0, 'NO_FOLLOW_UP'],
  ]
  return found.flatMap(([is, name]) => (is ? [name] : []))
}

/** The column of an instant as time of the day in Korea, also where the database knows no time zones. */
const KOREAN = (column: string) => Prisma.raw(`(${column} AT TIME ZONE 'UTC' + INTERVAL '9 hours')`)
