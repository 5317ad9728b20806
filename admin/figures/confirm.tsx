import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { type ReactNode, useId } from 'react'
import { useTranslate } from 'react-admin'
import { useLeave } from '../merge/leave'

interface ConfirmProps {
  title: string
  /** What is done when it is confirmed. */
  label: string
  onConfirm(): void
  close(): void
  disabled?: boolean
  /** Whether something is to be typed first; else Enter confirms at once. */
  typing?: boolean
  children: ReactNode
}

/** One question before something is done. */
export function ConfirmDialog({ title, label, onConfirm, close, disabled, typing, children }: ConfirmProps) {
  const translate = useTranslate()
  const heading = useId()
  const { typed, leave, onClose, question } = useLeave(close)
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={heading}>
      <form
        noValidate
        onInput={() => {
          typed.current = true
        }}
        onSubmit={(event) => {
          event.preventDefault()
          onConfirm()
        }}
      >
        <DialogTitle id={heading}>{title}</DialogTitle>
        <DialogContent>{children}</DialogContent>
        <DialogActions>
          <Button onClick={leave}>{translate('ra.action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={disabled} autoFocus={!typing}>
            {label}
          </Button>
        </DialogActions>
      </form>
      {question}
    </Dialog>
  )
}
