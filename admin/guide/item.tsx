import GuideIcon from '@mui/icons-material/ChecklistOutlined'
import { ListItemIcon, ListItemText, MenuItem } from '@mui/material'
import { Link, useTranslate, useUserMenu } from 'react-admin'
import { useGuideShown } from './shown'

/** Brings the guide back, on the start page. */
export function GuideItem() {
  const menu = useUserMenu()
  const [, show] = useGuideShown()
  const open = () => {
    show(true)
    menu?.onClose()
  }
  return (
    <MenuItem component={Link} to="/" onClick={open}>
      <ListItemIcon>
        <GuideIcon />
      </ListItemIcon>
      <ListItemText>{useTranslate()('guide.title')}</ListItemText>
    </MenuItem>
  )
}
