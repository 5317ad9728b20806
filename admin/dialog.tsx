import { Button, type ButtonProps, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { type ReactNode, useId, useMemo, useState } from 'react'
import {
  Form,
  type RaRecord,
  ResourceContextProvider,
  useNotify,
  useRecordContext,
  useRefresh,
  useResourceContext,
  useTranslate,
} from 'react-admin'
import { useFormState } from 'react-hook-form'
import { changes, given, mistakes, takeStep, withReferences } from './api'
import { Above } from './form'
import { useHeld } from './merge/held'
import { Typed, useLeave } from './merge/leave'
import { Newer } from './merge/newer'

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
  const { act, input, record, defaultValues, transform = (values: object) => values } = doing
  const held = useHeld(useSubject(record, input))
  const { typed, leave, onClose, question } = useLeave(close)
  const submit = async (values: object) => {
    const base = held.now()
    const filled = record && base ? { ...changes(values, withReferences(base)), version: base.version } : given(values)
    const stale = 'version' in input && { version: base?.version }
    try {
      const errors = await takeStep(act, { ...transform(filled), ...input, ...stale })
      if (errors.length) return mistakes(errors, values).body.errors
      refresh()
      notify('panel.step_done', { type: 'success', messageArgs: { step: title } })
      close()
      done?.()
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  const shown = useMemo(() => (record && held.shown ? withReferences(held.shown) : blank), [record, held.shown])
  return (
    <ResourceContextProvider value={resource ?? here ?? ''}>
      <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={heading}>
        <Form onSubmit={submit} record={shown} defaultValues={defaultValues} warnWhenUnsavedChanges noValidate>
          <Typed into={typed} />
          <DialogTitle id={heading}>{title}</DialogTitle>
          <DialogContent className="form dialog-form">
            <Newer held={held} reload={refresh} step={!record} />
            <Above />
            {children}
          </DialogContent>
          <DialogActions>
            <Button onClick={leave}>{translate('ra.action.cancel')}</Button>
            <Confirm label={confirm ?? title} />
          </DialogActions>
        </Form>
        {question}
      </Dialog>
    </ResourceContextProvider>
  )
}

/** The record whose version is sent: what is changed, or the page's record that a step is about. */
function useSubject(record: RaRecord | undefined, input: object): RaRecord | undefined {
  const ofPage = useRecordContext()
  if (record || !('version' in input)) return record
  return 'id' in input && ofPage?.id === input.id ? ofPage : (input as unknown as RaRecord)
}

export function Confirm({ label }: { label: string }) {
  const { isSubmitting } = useFormState()
  return (
    <Button type="submit" variant="contained" disabled={isSubmitting}>
      {label}
    </Button>
  )
}
