import { Alert, TextField } from '@mui/material'
import { useState } from 'react'
import { HttpError, useLogoutIfAccessDenied, useNotify, useTranslate } from 'react-admin'
import { takeStep } from '../api'
import { localized } from '../noun'
import { ConfirmDialog } from './confirm'
import { Figure } from './figure'
import type { Waits } from './review'

interface ReviewProps {
  act: 'approve' | 'return'
  rows: Waits[]
  tell(id: string, result: string): void
  done(ids: string[]): Promise<unknown>
  close(): void
}

/** One confirmation for one figure or several; what each of them came to stands at its row. */
export function ReviewDialog({ act, rows, tell, done, close }: ReviewProps) {
  const translate = useTranslate()
  const notify = useNotify()
  const signInAgain = useLogoutIfAccessDenied()
  const [note, setNote] = useState('')
  const [touched, setTouched] = useState(false)
  const [stopped, setStopped] = useState('')
  const own = act === 'approve' ? rows.filter(({ viewerIsAuthor }) => viewerIsAuthor) : []
  const others = rows.filter((row) => !own.includes(row))
  const missing = act === 'return' && !note.trim()

  const confirm = async () => {
    setTouched(true)
    if (missing) return
    const finished: string[] = []
    try {
      for (const { id, version } of others) {
        const input = act === 'approve' ? { id, version } : { id, version, returnNote: note }
        const said = await decide(act, input)
        tell(id, said)
        if (!said) finished.push(id)
      }
    } catch (error) {
      if (await signInAgain(error)) return
      setStopped((error as Error).message)
      await done(finished)
      return
    }
    await done(finished)
    notify(`panel.review.${act}_done`, { type: 'success', messageArgs: { done: finished.length, all: others.length } })
    close()
  }

  return (
    <ConfirmDialog
      title={translate(`panel.review.${act}_title`, { smart_count: others.length })}
      label={translate(`panel.${act}`)}
      onConfirm={confirm}
      close={close}
      disabled={!others.length}
      typing={act === 'return'}
    >
      {stopped && <Alert severity="error">{translate(stopped, { _: stopped })}</Alert>}
      {own.length > 0 && (
        <Alert severity="info">{translate('panel.review.own_left', { smart_count: own.length })}</Alert>
      )}
      <ul className="plain-list">
        {others.map((row) => (
          <li key={row.id}>
            {localized(row.program, 'title')} – {localized(row.indicator, 'name')} <Figure row={row} />
          </li>
        ))}
      </ul>
      {act === 'return' && (
        <TextField
          label={translate('panel.review.note')}
          value={note}
          onChange={({ target }) => setNote(target.value)}
          error={touched && missing}
          helperText={touched && missing ? translate('ra.validation.required') : translate('panel.no_personal_data')}
          multiline
          minRows={3}
          fullWidth
          autoFocus
          required
          sx={{ mt: 2 }}
        />
      )}
    </ConfirmDialog>
  )
}

/** Why it was refused; empty when it was done. */
async function decide(act: 'approve' | 'return', input: object): Promise<string> {
  try {
    return (await takeStep(`${act}Outcome`, input)).map(({ message }) => message).join(' ')
  } catch (error) {
    if (error instanceof HttpError && [400, 403, 404].includes(error.status)) return error.message
    throw error
  }
}
