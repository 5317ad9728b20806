import { Alert, Box, Button, TextField } from '@mui/material'
import { type FormEvent, useState } from 'react'
import { useLogoutIfAccessDenied, useNotify, useTranslate } from 'react-admin'
import { takeStep } from '../api'
import { type Conflict, Question } from './conflicts'
import { RivalCard } from './rival'

/** An open conflict: one of the values is chosen, with the reason. */
export function ConflictChooser({ conflict, refetch }: { conflict: Conflict; refetch(): Promise<unknown> }) {
  const translate = useTranslate()
  const notify = useNotify()
  const signInAgain = useLogoutIfAccessDenied()
  const [chosenId, choose] = useState('')
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState('')
  const { id, version, question, members, viewerCanUpdate } = conflict

  const pick = (outcomeId: string) => {
    setProblem('')
    choose(outcomeId)
  }
  const decide = async (event: FormEvent) => {
    event.preventDefault()
    if (!chosenId || !reason.trim()) return setProblem('panel.conflicts.incomplete')
    try {
      const errors = await takeStep('resolveConflict', { id, version, chosenId, reason })
      if (errors.length) setProblem(errors.map(({ message }) => message).join(' '))
      else notify('panel.conflicts.done', { type: 'success' })
      await refetch()
    } catch (error) {
      if (!(await signInAgain(error))) setProblem((error as Error).message)
    }
  }

  return (
    <Box component="form" className="panel-box" onSubmit={decide} noValidate>
      <Question of={conflict} />
      <fieldset className="rivals" aria-label={question}>
        {members.map((row) => (
          <RivalCard
            key={row.id}
            row={row}
            chosen={row.id === chosenId}
            choice={viewerCanUpdate ? { name: id, choose: () => pick(row.id) } : undefined}
          />
        ))}
      </fieldset>
      {problem && <Alert severity="error">{translate(problem, { _: problem })}</Alert>}
      {viewerCanUpdate && (
        <div className="scope-bar">
          <TextField
            label={translate('panel.conflicts.reason')}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            required
            multiline
            sx={{ flex: 1, minWidth: 220 }}
          />
          <Button type="submit" variant="contained">
            {translate('panel.conflicts.choose')}
          </Button>
        </div>
      )}
    </Box>
  )
}
