import FollowUpIcon from '@mui/icons-material/EventAvailableOutlined'
import BoardIcon from '@mui/icons-material/ViewKanbanOutlined'
import { useCanAccess, useTranslate } from 'react-admin'
import { MenuLink } from '../menuLink'

/** The screens for those who work with participants. */
export function PeopleItems() {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'participants', action: 'move' })
  if (!canAccess) return null
  return (
    <>
      <MenuLink to="/people/board" icon={<BoardIcon />}>
        {translate('panel.board.title')}
      </MenuLink>
      <MenuLink to="/people/followUps" icon={<FollowUpIcon />}>
        {translate('panel.followUps.title')}
      </MenuLink>
    </>
  )
}
