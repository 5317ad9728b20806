import { useCallback, useEffect } from 'react'
import { type Identifier, type Store, useStoreContext } from 'react-admin'

export interface RecentPage {
  to: string
  title: string
}

const MOST = 8
const BRAND = ' · Sangsaeng 상생'

/** Remembers the pages that the person opens in this browser, by the title of the window; gives those before the present one. */
export function useRecentPages(account: Identifier | undefined): () => RecentPage[] {
  const store = useStoreContext()
  const key = `recent.${account}`
  useEffect(() => {
    const title = document.querySelector('title')
    if (!account || !title) return
    const remember = () => {
      if (!document.title.endsWith(BRAND)) return
      const page = { to: here(), title: document.title.slice(0, -BRAND.length) }
      const others = kept(store, key).filter(({ to }) => to !== page.to)
      store.setItem(key, [page, ...others].slice(0, MOST + 1))
    }
    remember()
    const observer = new MutationObserver(remember)
    observer.observe(title, { childList: true, characterData: true, subtree: true })
    return () => observer.disconnect()
  }, [account, key, store])
  return useCallback(
    () =>
      kept(store, key)
        .filter(({ to }) => to !== here())
        .slice(0, MOST),
    [key, store],
  )
}

const kept = (store: Store, key: string): RecentPage[] => store.getItem(key, []) ?? []

/** The page of the panel, without what is filtered there: a filter may name a person. */
const here = () => location.pathname.replace(/^\/admin/, '') || '/'
