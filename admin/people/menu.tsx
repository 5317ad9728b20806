import FollowUpIcon from '@mui/icons-material/EventAvailableOutlined'
import BoardIcon from '@mui/icons-material/ViewKanbanOutlined'
import { useCanAccess } from 'react-admin'
import { MenuLink } from '../menuLink'

/** The screens for those who work with participants. */
export function PeopleItems() {
  const { canAccess } = useCanAccess({ resource: 'participants', action: 'move' })
  if (!canAccess) return null
  return (
    <>
      <MenuLink to="/people/board" icon={<BoardIcon />} title="panel.board.title" />
      <MenuLink to="/people/followUps" icon={<FollowUpIcon />} title="panel.followUps.title" />
    </>
  )
}
