import DoneIcon from '@mui/icons-material/CheckCircleOutlined'
import FailedIcon from '@mui/icons-material/ErrorOutlined'
import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { type ReactNode, useId, useState } from 'react'
import { Form, useRefresh, useTranslate } from 'react-admin'
import { takeStep } from './api'
import { Confirm } from './dialog'
import { Typed, useLeave } from './merge/leave'

/** One of several acts that are done together. */
export interface Task {
  key: string
  /** What it is about, in the list of results. */
  label: string
  act: string
  input: object
}

interface BulkProps {
  title: string
  confirm: string
  defaultValues?: object
  /** What is to be done, given what the inputs say. */
  tasks: (values: never) => Task[]
  children?: ReactNode
  close(): void
}

type Result = Task & { problem: string }

/** Several acts after one confirmation: one after the other, each with its own result; what fails stops nothing else. */
export function BulkDialog({ title, confirm, defaultValues, tasks, children, close }: BulkProps) {
  const translate = useTranslate()
  const refresh = useRefresh()
  const heading = useId()
  const [results, setResults] = useState<Result[]>()
  const { typed, leave, onClose, question } = useLeave(close)
  const submit = async (values: object) => {
    const done: Result[] = []
    for (const task of tasks(values as never)) {
      done.push({ ...task, problem: await problemOf(task, translate) })
      setResults([...done])
    }
    refresh()
  }
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={heading}>
      <Form onSubmit={submit} record={blank} defaultValues={defaultValues} warnWhenUnsavedChanges noValidate>
        <Typed into={typed} />
        <DialogTitle id={heading}>{title}</DialogTitle>
        <DialogContent className={results ? undefined : 'form dialog-form'}>
          {results ? <Results of={results} /> : children}
        </DialogContent>
        <DialogActions>
          <Button onClick={leave}>{translate(results ? 'ra.action.close' : 'ra.action.cancel')}</Button>
          {!results && <Confirm label={confirm} />}
        </DialogActions>
      </Form>
      {question}
    </Dialog>
  )
}

const blank = {}

async function problemOf({ act, input }: Task, translate: ReturnType<typeof useTranslate>): Promise<string> {
  try {
    return (await takeStep(act, input)).map(({ message }) => message).join(' ')
  } catch (error) {
    const { message } = error as Error
    return translate(message, { _: message })
  }
}

function Results({ of }: { of: Result[] }) {
  const translate = useTranslate()
  const failed = of.filter(({ problem }) => problem).length
  return (
    <div aria-live="polite">
      <p>{translate('work.bulk.result', { done: of.length - failed, failed })}</p>
      <Box component="ul" className="results">
        {of.map(({ key, label, problem }) => (
          <li key={key}>
            {problem ? <FailedIcon color="error" /> : <DoneIcon color="success" />}
            <div>
              {label}
              <div className="none">{problem || translate('work.bulk.done')}</div>
            </div>
          </li>
        ))}
      </Box>
    </div>
  )
}
