import { Alert, Box, Button, TextField } from '@mui/material'
import { type FormEvent, useState } from 'react'
import { useLogoutIfAccessDenied, useNotify, useTranslate } from 'react-admin'
import { takeStep } from '../api'
import { About, type Candidate } from './conflicts'
import { RivalCard } from './rival'

interface OpenProps {
  candidate: Candidate
  mayOpen: boolean
  refetch(): Promise<unknown>
}

/** Two figures that cannot both be right, to be put on record with the question that they raise. */
export function OpenCandidate({ candidate, mayOpen, refetch }: OpenProps) {
  const translate = useTranslate()
  const notify = useNotify()
  const signInAgain = useLogoutIfAccessDenied()
  const [question, setQuestion] = useState('')
  const [problem, setProblem] = useState('')
  const { why, outcomes } = candidate
  const [first] = outcomes
  if (!first) return null

  const open = async (event: FormEvent) => {
    event.preventDefault()
    if (!question.trim()) return setProblem('panel.conflicts.no_question')
    try {
      const errors = await takeStep('openConflict', {
        programId: first.program.id,
        indicatorId: first.indicator.id,
        question,
        outcomeIds: outcomes.map(({ id }) => id),
      })
      if (errors.length) return setProblem(errors.map(({ message }) => message).join(' '))
      notify('panel.conflicts.opened', { type: 'success' })
      await refetch()
    } catch (error) {
      if (!(await signInAgain(error))) setProblem((error as Error).message)
    }
  }

  return (
    <Box component="form" className="panel-box" onSubmit={open} noValidate>
      <div>
        <strong>{translate(`panel.conflicts.why.${why}`)}</strong> <About conflict={first} />
      </div>
      <div className="rivals">
        {outcomes.map((row) => (
          <RivalCard key={row.id} row={row} />
        ))}
      </div>
      {problem && <Alert severity="error">{translate(problem, { _: problem })}</Alert>}
      {mayOpen && (
        <div className="scope-bar">
          <TextField
            label={translate('panel.conflicts.question')}
            value={question}
            onChange={({ target }) => setQuestion(target.value)}
            required
            sx={{ flex: 1, minWidth: 220 }}
          />
          <Button type="submit" variant="outlined">
            {translate('panel.conflicts.open_it')}
          </Button>
        </div>
      )}
    </Box>
  )
}
