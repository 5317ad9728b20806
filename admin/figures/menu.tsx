import ConflictIcon from '@mui/icons-material/CallSplitOutlined'
import EntryIcon from '@mui/icons-material/GridOnOutlined'
import ClocksIcon from '@mui/icons-material/HistoryToggleOffOutlined'
import LockIcon from '@mui/icons-material/LockOutlined'
import ReviewIcon from '@mui/icons-material/TaskAltOutlined'
import { useCanAccess } from 'react-admin'
import { MenuLink } from '../menuLink'

/** The screens for figures, for those who may use them. */
export function FigureItems() {
  const { canAccess: enters } = useCanAccess({ resource: 'outcomes', action: 'create' })
  const { canAccess: approves } = useCanAccess({ resource: 'outcomes', action: 'approve' })
  return (
    <>
      {enters && <MenuLink to="/figures/entry" icon={<EntryIcon />} title="panel.grid.title" />}
      {approves && <MenuLink to="/figures/review" icon={<ReviewIcon />} title="panel.review.title" />}
      <MenuLink to="/figures/clocks" icon={<ClocksIcon />} title="panel.clocks.menu" />
      <MenuLink to="/figures/conflicts" icon={<ConflictIcon />} title="panel.conflicts.title" />
      {enters && <MenuLink to="/periodLocks" icon={<LockIcon />} title="panel.locks.title" />}
    </>
  )
}
