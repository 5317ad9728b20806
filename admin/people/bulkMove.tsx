import { Button } from '@mui/material'
import { lazy, Suspense, useState } from 'react'
import { useGetMany, useListContext, useTranslate } from 'react-admin'
import type { ParticipantFieldsFragment } from '../gql/graphql'

const MoveDialog = lazy(async () => ({ default: (await import('./move')).MoveDialog }))

/** Moves the ticked rows of a list; those who could not be moved stay ticked. */
export function BulkMove() {
  const translate = useTranslate()
  const { selectedIds = [], onSelect } = useListContext<ParticipantFieldsFragment>()
  const [open, setOpen] = useState(false)
  const { data, isFetching } = useGetMany<ParticipantFieldsFragment>(
    'participants',
    { ids: selectedIds },
    { enabled: open },
  )
  const [shown, setShown] = useState<ParticipantFieldsFragment[]>()
  // What was ticked when it began: the ticks change with the results.
  if (open && !shown && data && !isFetching) setShown(data)
  const close = () => {
    setOpen(false)
    setShown(undefined)
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{translate('panel.people.to_move')}</Button>
      {shown && (
        <Suspense>
          <MoveDialog
            people={shown}
            done={(results) =>
              onSelect(results.filter(({ problem }) => problem).map(({ participant }) => participant.id))
            }
            close={close}
          />
        </Suspense>
      )}
    </>
  )
}
