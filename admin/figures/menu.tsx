import ConflictIcon from '@mui/icons-material/CallSplitOutlined'
import EntryIcon from '@mui/icons-material/GridOnOutlined'
import ClocksIcon from '@mui/icons-material/HistoryToggleOffOutlined'
import LockIcon from '@mui/icons-material/LockOutlined'
import ReviewIcon from '@mui/icons-material/TaskAltOutlined'
import { useCanAccess, useTranslate } from 'react-admin'
import { MenuLink } from '../menuLink'

/** The screens for figures, for those who may use them. */
export function FigureItems() {
  const translate = useTranslate()
  const { canAccess: enters } = useCanAccess({ resource: 'outcomes', action: 'create' })
  const { canAccess: approves } = useCanAccess({ resource: 'outcomes', action: 'approve' })
  return (
    <>
      {enters && (
        <MenuLink to="/figures/entry" icon={<EntryIcon />}>
          {translate('panel.grid.title')}
        </MenuLink>
      )}
      {approves && (
        <MenuLink to="/figures/review" icon={<ReviewIcon />}>
          {translate('panel.review.title')}
        </MenuLink>
      )}
      <MenuLink to="/figures/clocks" icon={<ClocksIcon />}>
        {translate('panel.clocks.menu')}
      </MenuLink>
      <MenuLink to="/figures/conflicts" icon={<ConflictIcon />}>
        {translate('panel.conflicts.title')}
      </MenuLink>
      {enters && (
        <MenuLink to="/periodLocks" icon={<LockIcon />}>
          {translate('panel.locks.title')}
        </MenuLink>
      )}
    </>
  )
}
