import { Typography } from '@mui/material'
import { maxLength, required, TextInput, useTranslate } from 'react-admin'
import { DialogForm } from '../dialog'
import type { Kept } from './savedFilter'

interface SaveFilterProps {
  list: string
  present: Kept
  saved(): void
  close(): void
}

/** Gives the present filter and sort of a list a name. */
export function SaveFilter({ list, present, saved, close }: SaveFilterProps) {
  const translate = useTranslate()
  return (
    <DialogForm
      title={translate('everywhere.save_title')}
      confirm={translate('everywhere.save')}
      act="saveFilter"
      input={{ list, ...present }}
      done={saved}
      close={close}
    >
      <Typography className="none">{translate('everywhere.save_hint')}</Typography>
      <TextInput
        source="name"
        label="everywhere.saved_name"
        autoComplete="off"
        autoFocus
        validate={[required(), maxLength(60)]}
      />
    </DialogForm>
  )
}
