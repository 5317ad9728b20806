interface Colors {
  ink: string
  muted: string
  hover: string
  primary: string
}

/** The menu, wide or narrow. */
export const menuStyle = (c: Colors, sidebar: { width: number; closedWidth: number }) => ({
  '.menu': {
    display: 'flex',
    flexDirection: 'column',
    width: sidebar.width,
    margin: 0,
    padding: '8px 0',
    listStyle: 'none',
    transition: 'width 195ms',
  },
  '.RaSidebar-closed .menu': { width: sidebar.closedWidth },
  '.menu-section': {
    padding: '14px 18px 4px',
    fontSize: '0.75rem',
    color: c.muted,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  },
  '.RaSidebar-closed .menu-section': { visibility: 'hidden' },
  '.menu-link': {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    margin: '1px 8px',
    padding: '5px 10px',
    borderRadius: 6,
    color: c.ink,
    textDecoration: 'none',
    lineHeight: 1.5,
    whiteSpace: 'nowrap',
    '& svg': { color: c.muted },
    '& span': { overflow: 'hidden', textOverflow: 'ellipsis' },
    '&:hover, &[aria-current]': { background: c.hover },
    '&[aria-current]': { color: c.primary, fontWeight: 650, '& svg': { color: c.primary } },
  },
})
