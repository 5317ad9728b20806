import HistoryIcon from '@mui/icons-material/History'
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, IconButton } from '@mui/material'
import { Suspense, useId, useState } from 'react'
import { type RaRecord, useCanAccess, useTranslate } from 'react-admin'
import { RecordAs, RecordHistory } from '../show'

interface HistoryButtonProps {
  resource: string
  record: RaRecord
  /** What the record is called, for those who do not see beside what the button stands. */
  name: string
}

/** Who changed a record that has no page of its own; nothing for those who may not see it. */
export function HistoryButton({ resource, record, name }: HistoryButtonProps) {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource, action: 'history' })
  const [open, setOpen] = useState(false)
  const title = translate('everywhere.for_name', { act: translate('everywhere.history'), name })
  const close = () => setOpen(false)
  const heading = useId()
  if (!canAccess) return null
  return (
    <>
      <IconButton size="small" aria-label={title} title={title} onClick={() => setOpen(true)}>
        <HistoryIcon fontSize="small" />
      </IconButton>
      {open && (
        <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby={heading}>
          <DialogTitle id={heading}>{title}</DialogTitle>
          <DialogContent>
            <RecordAs resource={resource} record={record}>
              <Suspense>
                <RecordHistory />
              </Suspense>
            </RecordAs>
          </DialogContent>
          <DialogActions>
            <Button onClick={close}>{translate('ra.action.close')}</Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  )
}
