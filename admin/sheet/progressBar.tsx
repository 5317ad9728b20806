import { Button, LinearProgress } from '@mui/material'
import { useTranslate } from 'react-admin'

interface ProgressProps {
  label: string
  done?: number
  all?: number
  cancel?(): void
}

/** How far something is that takes a while, in words too, and the way to end it. */
export function ProgressBar({ label, done, all, cancel }: ProgressProps) {
  const translate = useTranslate()
  const value = all ? Math.floor(((done ?? 0) / all) * 100) : undefined
  return (
    <div className="sheet-progress">
      <div role="status">{label}</div>
      <LinearProgress
        aria-label={label}
        variant={value === undefined ? 'indeterminate' : 'determinate'}
        {...(value !== undefined && { value })}
      />
      {cancel && (
        <Button variant="outlined" onClick={cancel}>
          {translate('panel.sheet.cancel')}
        </Button>
      )}
    </div>
  )
}
