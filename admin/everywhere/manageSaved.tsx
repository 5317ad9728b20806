import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material'
import { type FormEvent, useId, useState } from 'react'
import { useNotify, useTranslate } from 'react-admin'
import { doAct } from '../act'
import type { Kept } from './savedFilter'
import type { Saved } from './savedFilters'

interface ManageProps {
  saved: Saved[]
  present: Kept
  changed(): void
  close(): void
}

/** Renames, replaces and deletes the saved filters of one list. */
export function ManageSaved({ saved, present, changed, close }: ManageProps) {
  const translate = useTranslate()
  const title = useId()
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby={title}>
      <DialogTitle id={title}>{translate('everywhere.manage_title')}</DialogTitle>
      <DialogContent>
        <Box component="ul" className="saved-filters">
          {saved.map((one) => (
            <SavedRow key={one.id} one={one} present={present} changed={changed} />
          ))}
        </Box>
        {!saved.length && <p className="none">{translate('everywhere.saved_none')}</p>}
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate('ra.action.close')}</Button>
      </DialogActions>
    </Dialog>
  )
}

function SavedRow({ one, present, changed }: { one: Saved } & Pick<ManageProps, 'present' | 'changed'>) {
  const translate = useTranslate()
  const notify = useNotify()
  const [name, setName] = useState(one.name)
  const [error, setError] = useState<string>()
  const { id, version } = one
  const take = async (act: string, input: object, said?: string) => {
    try {
      const { errors } = await doAct(act, input)
      setError(errors.map(({ message }) => message).join(' ') || undefined)
      if (errors.length) return
      notify(said ?? 'ra.notification.updated', { type: 'success', messageArgs: { name: one.name, smart_count: 1 } })
      changed()
    } catch (failure) {
      setError(translate((failure as Error).message, { _: (failure as Error).message }))
    }
  }
  const rename = (event: FormEvent) => {
    event.preventDefault()
    take('updateSavedFilter', { id, version, name })
  }
  const named = (act: string) => translate('everywhere.for_name', { act: translate(act), name: one.name })
  return (
    <li>
      <form onSubmit={rename}>
        <TextField
          label={translate('everywhere.saved_name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 60 } }}
          fullWidth
        />
        <Button
          type="submit"
          variant="outlined"
          disabled={!name.trim() || name.trim() === one.name}
          aria-label={named('everywhere.rename')}
        >
          {translate('everywhere.rename')}
        </Button>
      </form>
      <Button
        aria-label={named('everywhere.replace')}
        onClick={() => take('updateSavedFilter', { id, version, ...present }, 'everywhere.replaced')}
      >
        {translate('everywhere.replace')}
      </Button>
      <Button
        color="error"
        aria-label={named('everywhere.remove')}
        onClick={() => take('deleteSavedFilter', { id }, 'everywhere.removed')}
      >
        {translate('everywhere.remove')}
      </Button>
      {error && <Alert severity="error">{error}</Alert>}
    </li>
  )
}
