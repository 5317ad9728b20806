import FollowUpIcon from '@mui/icons-material/EventAvailableOutlined'
import BoardIcon from '@mui/icons-material/ViewKanbanOutlined'
import { Menu, useCanAccess, useTranslate } from 'react-admin'

/** The screens for those who work with participants. */
export function PeopleItems() {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'participants', action: 'move' })
  if (!canAccess) return null
  return (
    <>
      <Menu.Item to="/people/board" primaryText={translate('panel.board.title')} leftIcon={<BoardIcon />} />
      <Menu.Item to="/people/followUps" primaryText={translate('panel.followUps.title')} leftIcon={<FollowUpIcon />} />
    </>
  )
}
