import { Alert, Button } from '@mui/material'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslate } from 'react-admin'
import { useFormContext, useFormState } from 'react-hook-form'
import type { Held } from './held'

const Merge = lazy(() => import('./merge'))

interface NewerProps {
  held: Held
  /** Reads the record again. */
  reload(): unknown
  /** A step has nothing of the record to type: it is enough to have seen what changed. */
  step?: boolean
}

/** Says in a form that somebody else changed its record meanwhile, and leads to the merge of both. */
export function Newer({ held, reload, step }: NewerProps) {
  const translate = useTranslate()
  const form = useFormContext()
  const { errors, dirtyFields, isSubmitSuccessful, isSubmitting } = useFormState()
  const [open, setOpen] = useState(false)
  const here = useRef<HTMLDivElement>(null)
  const refused = Boolean(errors.root && 'conflict' in errors.root)
  const { newer, base } = held
  const untouched = !step && !refused && !Object.keys(dirtyFields).length
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal and each newer version
  useEffect(() => {
    if (refused && !newer) reload()
    if (refused && newer) setOpen(true)
    if (newer && untouched && !isSubmitSuccessful) held.adopt(newer)
  }, [refused, newer?.version])
  if (isSubmitSuccessful || isSubmitting || untouched || !(refused || newer)) return null
  const accept = () => {
    const element = here.current?.closest('form')
    if (newer) held.accept(newer)
    form.clearErrors()
    setOpen(false)
    if (!step) setTimeout(() => element?.requestSubmit())
  }
  return (
    <div ref={here} className="wide">
      <Alert
        severity="warning"
        action={<Button onClick={() => (newer ? setOpen(true) : reload())}>{translate('live.compare')}</Button>}
      >
        {translate('live.newer')}
      </Alert>
      <Suspense>
        {open && newer && base && (
          <Merge
            base={base}
            theirs={newer}
            step={step}
            form={here.current?.closest('form') ?? null}
            accept={accept}
            close={() => setOpen(false)}
          />
        )}
      </Suspense>
    </div>
  )
}
