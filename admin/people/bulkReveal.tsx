import { Button } from '@mui/material'
import { lazy, Suspense, useState } from 'react'
import { useCanAccess, useListContext, useTranslate } from 'react-admin'

const ContactsDialog = lazy(async () => ({ default: (await import('./contacts')).ContactsDialog }))

/** Takes the personal data of the ticked rows out as a file, for those who may. */
export function BulkReveal() {
  const translate = useTranslate()
  const { selectedIds = [] } = useListContext()
  const { canAccess } = useCanAccess({ resource: 'participants', action: 'export' })
  const [open, setOpen] = useState(false)
  if (!canAccess) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{translate('panel.people.contacts')}</Button>
      <Suspense>{open && <ContactsDialog ids={selectedIds} close={() => setOpen(false)} />}</Suspense>
    </>
  )
}
