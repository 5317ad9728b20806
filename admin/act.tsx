import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { Form, maxLength, minLength, PasswordInput, required, useNotify, useRefresh, useTranslate } from 'react-admin'
import { ask, given, mistakes } from './api'
import { Confirm } from './dialog'
import { Above } from './form'
import type { UserError } from './gql/graphql'
import { Typed, useLeave } from './merge/leave'

interface ActProps {
  /** The mutation, and the part of its input that is known already. */
  act: string
  input?: object
  /** Fields of its answer that are shown only once. */
  select?: string
  label: string
  /** What the person should know before. */
  hint?: string
  /** The inputs of the dialog. */
  children?: ReactNode
  onDone?(answer: Record<string, never>): void
}

/** An act on an account, done after one more question. */
export function ActButton({ color, ...act }: ActProps & Pick<ComponentProps<typeof Button>, 'color'>) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="outlined" color={color} onClick={() => setAsking(true)}>
        {act.label}
      </Button>
      {asking && <ActDialog {...act} close={() => setAsking(false)} />}
    </>
  )
}

const blank = {}

function ActDialog({ act, input, select = '', label, hint, children, onDone, close }: ActProps & { close(): void }) {
  const translate = useTranslate()
  const notify = useNotify()
  const refresh = useRefresh()
  const title = useId()
  const { typed, leave, onClose, question } = useLeave(close)
  const submit = async (values: object) => {
    try {
      const answer = await doAct(act, { ...given(values), ...input }, select)
      if (answer.errors.length) return mistakes(answer.errors, values).body.errors
      close()
      // What is shown now says enough.
      if (onDone) onDone(answer as never)
      else notify('panel.step_done', { type: 'success', messageArgs: { step: label } })
      refresh()
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={title}>
      <Form onSubmit={submit} record={blank} warnWhenUnsavedChanges noValidate>
        <Typed into={typed} />
        <DialogTitle id={title}>{label}</DialogTitle>
        <DialogContent className="form dialog-form">
          <Above conflictToo />
          {hint && <Typography>{translate(hint)}</Typography>}
          {children}
        </DialogContent>
        <DialogActions>
          <Button onClick={leave}>{translate('ra.action.cancel')}</Button>
          <Confirm label={label} />
        </DialogActions>
      </Form>
      {question}
    </Dialog>
  )
}

/** Does an act and gives its answer. */
export async function doAct<Answer extends object>(act: string, input: object, select = '') {
  const { done } = await ask<{ done: Answer & { errors: UserError[] } }, object>(
    `mutation Act($input: ${act.charAt(0).toUpperCase()}${act.slice(1)}Input!) {
      done: ${act}(input: $input) { ${select} errors { field message code } }
    }`,
    { input },
    undefined,
    { form: true },
  )
  return done
}

export const CurrentPassword = () => (
  <PasswordInput
    source="currentPassword"
    label="panel.current_password"
    autoComplete="current-password"
    validate={required()}
  />
)

/** A password to be set, with the rules that need no server. */
export const NewPassword = () => (
  <PasswordInput
    source="password"
    label="panel.new_password"
    autoComplete="new-password"
    helperText="panel.password_rules"
    validate={[required(), minLength(12), maxLength(128)]}
  />
)

interface OnceProps {
  title: string
  hint: string
  text: string
  close(): void
  children?: ReactNode
}

/** A secret that the server shows only now, to be copied. */
export function OnceDialog({ title, hint, text, close }: OnceProps) {
  const translate = useTranslate()
  const heading = useId()
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby={heading}>
      <DialogTitle id={heading}>{translate(title)}</DialogTitle>
      <DialogContent>
        <Alert severity="warning">{translate(hint)}</Alert>
        <Box component="pre" className="once">
          {text}
        </Box>
      </DialogContent>
      <DialogActions>
        <CopyButton text={text} />
        <Button variant="contained" onClick={close}>
          {translate('panel.kept')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

export function CopyButton({ text }: { text: string }) {
  const translate = useTranslate()
  const [copied, setCopied] = useState(false)
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true))
  // Browsers lend the clipboard to pages of https and of this machine only.
  if (!navigator.clipboard) return null
  return <Button onClick={copy}>{translate(copied ? 'panel.copied' : 'panel.copy')}</Button>
}
