import { Button, type ButtonProps, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { type ReactNode, useId, useRef, useState } from 'react'
import {
  Form,
  type RaRecord,
  ResourceContextProvider,
  useNotify,
  useRefresh,
  useResourceContext,
  useTranslate,
} from 'react-admin'
import { useFormState } from 'react-hook-form'
import { changes, given, mistakes, takeStep, withReferences } from './api'
import { Above, Changed } from './form'

interface DialogFormProps {
  title: string
  /** The mutation; its input is `input` and what the inputs say. */
  act: string
  input: object
  /** The record as it is now: only what is changed is sent, with the version that was read. */
  record?: RaRecord
  defaultValues?: object
  /** Whose words label the inputs. */
  resource?: string
  /** What the button says that does it. */
  confirm?: string
  /** Turns what was typed into what the mutation takes. */
  transform?: (values: object) => object
  /** Called after it was done. */
  done?(): void
  children?: ReactNode
}

/** A button that opens a dialog of inputs for one act. */
export function DialogButton({
  label,
  variant = 'outlined',
  startIcon,
  ...form
}: Omit<DialogFormProps, 'title'> & { label: string; title?: string } & Pick<ButtonProps, 'variant' | 'startIcon'>) {
  const [open, setOpen] = useState(false)
  const { title = label } = form
  return (
    <>
      <Button variant={variant} startIcon={startIcon} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && <DialogForm {...form} title={title} close={() => setOpen(false)} />}
    </>
  )
}

const blank = {}

/** A click beside the dialog must not throw away what was typed. */
export const unlessBeside = (close: () => void) => (_: unknown, reason: string) => {
  if (reason !== 'backdropClick') close()
}

/** The inputs of one act in a dialog: mistakes at their fields, and nothing typed is lost to somebody else's edit. */
export function DialogForm({
  title,
  resource,
  confirm,
  done,
  children,
  close,
  ...doing
}: DialogFormProps & { close(): void }) {
  const translate = useTranslate()
  const notify = useNotify()
  const refresh = useRefresh()
  const heading = useId()
  const here = useResourceContext()
  const resetOptions = useRef({ keepDirtyValues: true }).current
  const { act, input, record, defaultValues, transform = (values: object) => values } = doing
  const [shown, setShown] = useState({ of: record, as: record && withReferences(record) })
  if (shown.of !== record) setShown({ of: record, as: record && withReferences(record) })
  const submit = async (values: object) => {
    const filled = shown.as ? { ...changes(values, shown.as), version: shown.as.version } : given(values)
    try {
      const errors = await takeStep(act, { ...transform(filled), ...input })
      if (errors.length) return mistakes(errors, values).body.errors
      refresh()
      notify('panel.step_done', { type: 'success', messageArgs: { step: title } })
      close()
      done?.()
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  return (
    <ResourceContextProvider value={resource ?? here ?? ''}>
      <Dialog open onClose={unlessBeside(close)} fullWidth maxWidth="sm" aria-labelledby={heading}>
        <Form
          onSubmit={submit}
          record={shown.as ?? blank}
          defaultValues={defaultValues}
          resetOptions={resetOptions}
          noValidate
        >
          <DialogTitle id={heading}>{title}</DialogTitle>
          <DialogContent className="form dialog-form">
            {record ? <Changed record={shown.as} reload={refresh} /> : null}
            <Above conflictToo={!record} />
            {children}
          </DialogContent>
          <DialogActions>
            <Button onClick={close}>{translate('ra.action.cancel')}</Button>
            <Confirm label={confirm ?? title} />
          </DialogActions>
        </Form>
      </Dialog>
    </ResourceContextProvider>
  )
}

export function Confirm({ label }: { label: string }) {
  const { isSubmitting } = useFormState()
  return (
    <Button type="submit" variant="contained" disabled={isSubmitting}>
      {label}
    </Button>
  )
}
