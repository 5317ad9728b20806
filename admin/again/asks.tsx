import { lazy, Suspense, useEffect, useState } from 'react'
import { asksBy, type Person } from './again'

const SignInAgain = lazy(() => import('./signInAgain'))

/** Asks the person to sign in again, over the page and without leaving it, when the session has ended. */
export function AsksToSignIn() {
  const [asked, setAsked] = useState<{ person: Person; answer(is: boolean): void }>()
  useEffect(
    () =>
      asksBy(
        (person) =>
          new Promise((resolve) => {
            const answer = (is: boolean) => {
              setAsked(undefined)
              resolve(is)
            }
            setAsked({ person, answer })
          }),
      ),
    [],
  )
  return <Suspense>{asked && <SignInAgain person={asked.person} answer={asked.answer} />}</Suspense>
}
