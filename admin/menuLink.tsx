import { Tooltip, useTheme } from '@mui/material'
import type { ReactNode } from 'react'
import { useSidebarState, useTranslate } from 'react-admin'
import { Link, useMatch } from 'react-router-dom'

interface MenuLinkProps {
  to: string
  icon: ReactNode
  /** Key of its words; the plural where they have one. */
  title: string
}

/** A link of the menu; where the menu is narrow, its words are told by a tooltip. */
export function MenuLink({ to, icon, title }: MenuLinkProps) {
  const words = useTranslate()(title, { smart_count: 2 })
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
      <span>{words}</span>
    </Link>
  )
  return (
    <li>
      {open ? (
        link
      ) : (
        <Tooltip title={words} placement="right">
          {link}
        </Tooltip>
      )}
    </li>
  )
}

/** What react-admin scrolls up for. */
const TO_THE_TOP = { _scrollToTop: true }
