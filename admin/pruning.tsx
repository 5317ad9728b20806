import { Alert, Box } from '@mui/material'
import { useCanAccess, useTranslate } from 'react-admin'
import { DialogButton } from './dialog'
import { LoggedReason } from './form'

/** Removes the rows of the access log that need not be kept any longer. */
export function Pruning() {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'accessLog', action: 'prune' })
  if (!canAccess) return null
  return (
    <Box className="next-steps">
      <DialogButton label={translate('acts.log.prune')} act="pruneAccessLog" input={noInput}>
        <Alert severity="warning">{translate('acts.log.prune_hint')}</Alert>
        <LoggedReason />
      </DialogButton>
    </Box>
  )
}

const noInput = {}
