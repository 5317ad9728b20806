import { districtOn, type Lineage, type OnMap, type Reason } from './lineage.ts'

/** A program and a district that its figures are shown under. */
export interface PlacedProgram {
  programId: number
  districtId: number | null
  /** False when the program may belong to the district, but nobody can say: then no value is counted here. */
  derivable: boolean
}

export interface UndecidedProgram {
  id: number
  districtId: number
  reason: Reason
}

interface Program {
  id: number
  districtId: number
  dong: string | null
}

/** Every program under the district that it was published with. */
export const asPublished = (programs: Pick<Program, 'id' | 'districtId'>[]): PlacedProgram[] =>
  programs.map(({ id, districtId }) => ({ programId: id, districtId, derivable: true }))

/**
 * Every program under its district on the map of `day`, if that is one of the wanted ones, and those that cannot be
 * placed. `apart` says whether districts stand apart in the answer: where they do not, a program all of whose possible
 * districts are wanted is among them, whichever it is.
 */
export function placeOnMap(
  programs: Program[],
  day: string,
  lineage: Lineage,
  { apart, codes }: { apart: boolean; codes: string[] | null | undefined },
): { places: PlacedProgram[]; undecided: UndecidedProgram[] } {
  const wanted = new Set(lineage.districts.filter(({ code }) => !codes || codes.includes(code)).map(({ id }) => id))
  const places: PlacedProgram[] = []
  const undecided: UndecidedProgram[] = []
  const known = new Map<string, OnMap>()
  for (const { id, districtId, dong } of programs) {
    const key = JSON.stringify([districtId, dong])
    const found = known.get(key) ?? districtOn(districtId, dong, day, lineage)
    known.set(key, found)
    const ends = 'district' in found ? [found.district] : found.candidates
    const inside = ends.filter((end) => wanted.has(end))
    if (ends.length && !inside.length) continue
    if ('district' in found || (!apart && ends.length && inside.length === ends.length)) {
      places.push({ programId: id, districtId: ends[0] as number, derivable: true })
      continue
    }
    const shown = apart && inside.length ? inside : [null]
    places.push(...shown.map((end) => ({ programId: id, districtId: end, derivable: false })))
    undecided.push({ id, districtId, reason: found.notDerivable })
  }
  return { places, undecided }
}
