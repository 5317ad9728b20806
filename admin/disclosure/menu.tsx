import ShieldIcon from '@mui/icons-material/ShieldOutlined'
import { useCanAccess, useTranslate } from 'react-admin'
import { MenuLink } from '../menuLink'

/** For those who answer for what is published. */
export function DisclosureItem() {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'targetGroups', action: 'disclosure' })
  return canAccess ? (
    <MenuLink to="/disclosure" icon={<ShieldIcon />}>
      {translate('acts.disclosure.title')}
    </MenuLink>
  ) : null
}
