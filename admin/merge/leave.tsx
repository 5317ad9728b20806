import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { useTranslate } from 'react-admin'
import { useFormState } from 'react-hook-form'

/** Asks before a dialog that something was typed into is closed. A click beside it closes nothing. */
export function useLeave(close: () => void): {
  typed: RefObject<boolean>
  leave(): void
  onClose(event: unknown, reason: string): void
  question: ReactNode
} {
  const typed = useRef(false)
  const [asking, setAsking] = useState(false)
  const leave = () => (typed.current ? setAsking(true) : close())
  return {
    typed,
    leave,
    onClose: (_, reason) => {
      if (reason !== 'backdropClick' || !typed.current) leave()
    },
    question: asking && <Discard keep={() => setAsking(false)} discard={close} />,
  }
}

/** Inside the form: keeps in mind whether something was typed. */
export function Typed({ into }: { into: RefObject<boolean> }) {
  const { dirtyFields, isSubmitSuccessful } = useFormState()
  const typed = Object.keys(dirtyFields).length > 0 && !isSubmitSuccessful
  useEffect(() => {
    into.current = typed
  }, [into, typed])
  return null
}

function Discard({ keep, discard }: { keep(): void; discard(): void }) {
  const translate = useTranslate()
  const heading = useId()
  return (
    <Dialog open onClose={keep} maxWidth="xs" aria-labelledby={heading}>
      <DialogTitle id={heading}>{translate('live.discard')}</DialogTitle>
      <DialogContent>{translate('live.discard_hint')}</DialogContent>
      <DialogActions>
        <Button color="error" onClick={discard}>
          {translate('live.discard_it')}
        </Button>
        <Button variant="contained" onClick={keep} autoFocus>
          {translate('live.keep_typing')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
