import { dayInKorea } from '../day'

/** A moment at which something became known; the last one is now and has no instant. */
export interface Moment {
  instant: string
  label: string
}
interface Event {
  knownAt: string
  approvedAt?: string | null
  supersededAt?: string | null
}

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', timeStyle: 'medium' })
const MANY = 60

/** The moments at which what is known changed, from just before the first of them until now. */
export function momentsOf(events: Event[]): Moment[] {
  const instants = [...new Set(events.flatMap(changesOf))].sort()
  const first = instants[0]
  if (!first) return []
  const days = new Map(instants.map((instant) => [dayInKorea(instant), instant]))
  const shown = instants.length > MANY ? [...days.values()] : instants
  const several = (day: string) => shown.filter((instant) => dayInKorea(instant) === day).length > 1
  const label = (instant: string) => {
    const day = dayInKorea(instant)
    return several(day) ? `${day} ${clock.format(new Date(instant))}` : day
  }
  const before = new Date(Date.parse(first) - 86_400_000).toISOString()
  return [
    { instant: before, label: dayInKorea(before) },
    ...shown.map((instant) => ({ instant, label: label(instant) })),
    { instant: '', label: '' },
  ]
}

/** A figure is known from its approval, though not before it became known, until a correction takes its place. */
const changesOf = ({ knownAt, approvedAt, supersededAt }: Event) =>
  [approvedAt && approvedAt > knownAt ? approvedAt : knownAt, supersededAt].filter((instant) => instant != null)
