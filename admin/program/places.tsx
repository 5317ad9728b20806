import { type ReactNode, useMemo } from 'react'
import { useCreatePath, useRecordContext } from 'react-admin'
import type { ProgramFieldsFragment } from '../gql/graphql'
import { Places } from '../step'

/** Where what a step of a program needs can be filled in. */
export function ProgramPlaces({ children }: { children: ReactNode }) {
  const row = useRecordContext<Pick<ProgramFieldsFragment, 'id'> & { round: { id: string } }>()
  const createPath = useCreatePath()
  const place = useMemo(() => {
    if (!row) return () => undefined
    const program = createPath({ resource: 'programs', type: 'show', id: row.id })
    const round = createPath({ resource: 'rounds', type: 'show', id: row.round.id })
    const places: Record<string, string> = {
      targetJobs: createPath({ resource: 'programs', type: 'edit', id: row.id }),
      fundingLines: `${program}/money`,
      organizations: `${program}/organizations`,
      agreements: `${program}/organizations`,
      evaluation: `${program}/evaluation`,
      reviews: `${round}/proposals`,
      round,
    }
    return (field: string) => places[field]
  }, [row, createPath])
  return <Places.Provider value={place}>{children}</Places.Provider>
}
