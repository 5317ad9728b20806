import ConflictIcon from '@mui/icons-material/CallSplitOutlined'
import EntryIcon from '@mui/icons-material/GridOnOutlined'
import ClocksIcon from '@mui/icons-material/HistoryToggleOffOutlined'
import LockIcon from '@mui/icons-material/LockOutlined'
import ReviewIcon from '@mui/icons-material/TaskAltOutlined'
import { Menu, useCanAccess, useTranslate } from 'react-admin'

/** The screens for figures, for those who may use them. */
export function FigureItems() {
  const translate = useTranslate()
  const { canAccess: enters } = useCanAccess({ resource: 'outcomes', action: 'create' })
  const { canAccess: approves } = useCanAccess({ resource: 'outcomes', action: 'approve' })
  return (
    <>
      {enters && <Menu.Item to="/figures/entry" primaryText={translate('panel.grid.title')} leftIcon={<EntryIcon />} />}
      {approves && (
        <Menu.Item to="/figures/review" primaryText={translate('panel.review.title')} leftIcon={<ReviewIcon />} />
      )}
      <Menu.Item to="/figures/clocks" primaryText={translate('panel.clocks.menu')} leftIcon={<ClocksIcon />} />
      <Menu.Item to="/figures/conflicts" primaryText={translate('panel.conflicts.title')} leftIcon={<ConflictIcon />} />
      {enters && <Menu.Item to="/periodLocks" primaryText={translate('panel.locks.title')} leftIcon={<LockIcon />} />}
    </>
  )
}
