import ShieldIcon from '@mui/icons-material/ShieldOutlined'
import { Menu, useCanAccess, useTranslate } from 'react-admin'

/** For those who answer for what is published. */
export function DisclosureItem() {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'targetGroups', action: 'disclosure' })
  return canAccess ? (
    <Menu.Item to="/disclosure" primaryText={translate('acts.disclosure.title')} leftIcon={<ShieldIcon />} />
  ) : null
}
