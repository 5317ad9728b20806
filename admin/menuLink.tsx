import { Tooltip, useTheme } from '@mui/material'
import type { ReactNode } from 'react'
import { useSidebarState } from 'react-admin'
import { Link, useMatch } from 'react-router-dom'

interface MenuLinkProps {
  to: string
  icon: ReactNode
  children: string
}

/** A link of the menu; where the menu is narrow, its words are told by a tooltip. */
export function MenuLink({ to, icon, children }: MenuLinkProps) {
  const [open, setOpen] = useSidebarState()
  const { breakpoints } = useTheme()
  const here = useMatch({ path: to, end: to === '/' })
  // On a small screen the menu lies over what was asked for.
  const close = () => {
    if (matchMedia(breakpoints.down('md').replace('@media ', '')).matches) setOpen(false)
  }
  const link = (
    <Link to={to} state={TO_THE_TOP} onClick={close} className="menu-link" aria-current={here ? 'page' : undefined}>
      {icon}
      <span>{children}</span>
    </Link>
  )
  return (
    <li>
      {open ? (
        link
      ) : (
        <Tooltip title={children} placement="right">
          {link}
        </Tooltip>
      )}
    </li>
  )
}

/** What react-admin scrolls up for. */
const TO_THE_TOP = { _scrollToTop: true }
