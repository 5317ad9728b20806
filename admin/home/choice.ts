import { today } from '../day'

/** What is shown, as the address bar has it, so that a screen can be mailed. */
export interface Choice {
  year: number | undefined
  /** Day for which the figures are to be true. */
  asOf: string | undefined
  /** Day in Korea until whose end they had to be known; now when left out. */
  knownAt: string | undefined
  /** Day whose districts the map shows; those of the round's time when left out. */
  map: 'today' | undefined
  measure: string | undefined
  claim: string | undefined
}

/** A day of the calendar as YYYY-MM-DD, from 1900 to 2199. */
export const isDay = (text: string) =>
  /^(19|20|21)\d\d-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

const dayIn = (text: string | null) => (text && isDay(text) ? text : undefined)

export const choiceOf = (params: URLSearchParams): Choice => ({
  year: /^\d{4}$/.test(params.get('year') ?? '') ? Number(params.get('year')) : undefined,
  asOf: dayIn(params.get('asOf')),
  knownAt: dayIn(params.get('knownAt')),
  map: params.get('map') === 'today' ? 'today' : undefined,
  measure: params.get('measure') ?? undefined,
  claim: params.get('claim') ?? undefined,
})

/** The end of the day in Korea; nothing for today and later, which is now. */
export const momentOf = (knownAt: string | undefined) =>
  knownAt && knownAt < today() ? `${knownAt}T23:59:59.999+09:00` : undefined
