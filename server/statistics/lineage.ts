import { dayOf } from '../builder.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'

/** A district as lineage knows it. Days are YYYY-MM-DD. */
export interface Place {
  id: number
  code: string
  nameKo: string
  validFrom: string | null
  validTo: string | null
}

/** Which part of one district became, or stayed in, which other on a day. */
export interface Succession {
  fromId: number
  toId: number
  on: string
  whole: boolean
  dong: string[]
}

export interface Lineage {
  districts: Place[]
  successions: Succession[]
}

export interface Reason {
  code: 'DONG_UNKNOWN' | 'DONG_NOT_LISTED' | 'NOT_RECORDED'
  ko: string
  en: string
}

/** The district of a record on another day's map, or why it cannot be told and which districts it may be. */
export type OnMap = { district: number } | { notDerivable: Reason; candidates: number[] }

/**
 * The district that a record of `district` belongs to on the map of `day`. A record goes with the whole of its
 * district; of a district that was divided it goes where its dong went, and without one nobody can say. Back in time it
 * goes to the district that the present one came from, if that is one only or its dong is on the list.
 */
export function districtOn(district: number, dong: string | null, day: string, lineage: Lineage): OnMap {
  return follow(district, dong, day, lineage, null)
}

/** One event after the other; `last` is the day of the one before, so that no chain goes round in circles. */
function follow(district: number, dong: string | null, day: string, lineage: Lineage, last: string | null): OnMap {
  const place = placeOf(district, lineage)
  const forward = place.validTo !== null && place.validTo < day
  const backward = place.validFrom !== null && place.validFrom > day
  if (!forward && !backward) return { district }
  const ways = lineage.successions.filter(({ fromId, toId, on }) => {
    if (fromId === toId) return false
    return forward
      ? fromId === district && on <= day && (last === null || on > last)
      : toId === district && on > day && (last === null || on < last)
  })
  const next = (way: Succession) => (forward ? way.toId : way.fromId)
  const kept = lineage.successions.some(({ fromId, toId }) => fromId === district && toId === district)
  if (!ways.length) return !forward && kept ? { district } : unrecorded(place, forward)
  const ends = [...new Set(ways.map(next))]
  const names = dong === null ? [] : dongNames(dong)
  const listed = ways.filter((way) => names.length > 0 && names.every((name) => way.dong.includes(name)))
  const only = ends.length === 1 && (!forward || ways.some(({ whole }) => whole)) ? ways[0] : undefined
  const way = only ?? (listed.length === 1 ? listed[0] : undefined)
  if (way) return follow(next(way), dong, day, lineage, way.on)
  const further = ways.map((one) => follow(next(one), dong, day, lineage, one.on))
  return undecided(place, dong, ends.map((id) => placeOf(id, lineage).nameKo).join(', '), further)
}

/** All districts that events connect with this one, itself included, by code. */
export function familyOf(district: number, { districts, successions }: Lineage): number[] {
  const family = new Set([district])
  for (let size = 0; size < family.size; ) {
    size = family.size
    for (const { fromId, toId } of successions) {
      if (family.has(fromId) || family.has(toId)) family.add(fromId).add(toId)
    }
  }
  return districts
    .filter(({ id }) => family.has(id))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ id }) => id)
}

/** The neighborhoods of a text, in full: 가정1-3 is 가정1동, 가정2동 and 가정3동. Names are equal or not, never alike. */
export function dongNames(text: string): string[] {
  return text
    .normalize('NFC')
    .split(/[\s,·]+/)
    .filter(Boolean)
    .flatMap((part) => {
      const [, stem = '', first, last] = /^(.*?)(\d+)[-~](\d+)동?$/.exec(part) ?? []
      if (!first || Number(last) < Number(first) || Number(last) - Number(first) > 20) return [inFull(part)]
      const numbers = Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index)
      return numbers.map((number) => `${stem}${number}동`)
    })
}

const inFull = (name: string) => (/[동읍면리가]$/.test(name) ? name : `${name}동`)

function undecided(place: Place, dong: string | null, names: string, further: OnMap[]): OnMap {
  const candidates = further.flatMap((on) => ('district' in on ? [on.district] : on.candidates))
  const reason: Reason =
    dong === null
      ? {
          code: 'DONG_UNKNOWN',
          ko: `${place.nameKo}(${place.code})의 경계에 ${names} 구역이 걸쳐 있어, 동을 알아야 나눌 수 있습니다.`,
          en: `${place.nameKo} (${place.code}) corresponds to ${names}; without the dong nobody can say which.`,
        }
      : {
          code: 'DONG_NOT_LISTED',
          ko: `${place.nameKo}(${place.code})의 경계에 ${names} 구역이 걸쳐 있는데, ${dong} 지역이 어디에 속하는지 기록이 없습니다.`,
          en: `${place.nameKo} (${place.code}) corresponds to ${names}; to which ${dong} belongs is not recorded.`,
        }
  return { notDerivable: reason, candidates: [...new Set(candidates)] }
}

function unrecorded({ nameKo, code }: Place, forward: boolean): OnMap {
  const notDerivable: Reason = forward
    ? {
        code: 'NOT_RECORDED',
        ko: `${nameKo}(${code}) 구역은 그날 없었고, 무엇이 되었는지 기록이 없습니다.`,
        en: `${nameKo} (${code}) did not exist on that day, and what became of it is not recorded.`,
      }
    : {
        code: 'NOT_RECORDED',
        ko: `${nameKo}(${code}) 구역은 그날 없었고, 어디서 나왔는지 기록이 없습니다.`,
        en: `${nameKo} (${code}) did not exist on that day, and what it came from is not recorded.`,
      }
  return { notDerivable, candidates: [] }
}

/** Reads the lineage from the database; it is small. */
export async function loadLineage(prisma: PrismaClient): Promise<Lineage> {
  const [districts, successions] = await Promise.all([
    prisma.district.findMany({ orderBy: { code: 'asc' } }),
    prisma.districtSuccession.findMany({ include: { event: true }, orderBy: { id: 'asc' } }),
  ])
  const day = (date: Date | null) => date && dayOf(date)
  return {
    districts: districts.map((one) => ({ ...one, validFrom: day(one.validFrom), validTo: day(one.validTo) })),
    successions: successions.map(({ event, ...one }) => ({ ...one, on: dayOf(event.on) })),
  }
}

const placeOf = (id: number, { districts }: Lineage) => districts.find((place) => place.id === id) as Place
