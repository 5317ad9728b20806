import ShieldIcon from '@mui/icons-material/ShieldOutlined'
import { useCanAccess } from 'react-admin'
import { MenuLink } from '../menuLink'

/** For those who answer for what is published. */
export function DisclosureItem() {
  const { canAccess } = useCanAccess({ resource: 'targetGroups', action: 'disclosure' })
  return canAccess ? <MenuLink to="/disclosure" icon={<ShieldIcon />} title="acts.disclosure.title" /> : null
}
