/** The person whom this page belongs to, until it is left. */
export interface Person {
  id: string
  name: string
  email: string
}

let person: Person | undefined
let asking: Promise<boolean> | undefined
let askPerson: ((person: Person) => Promise<boolean>) | undefined
const listeners = new Set<() => void>()

export const randomWord = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const tab = randomWord()

/** Whose page it is from now on: the server does nothing for it in the name of anybody else. */
export function belongsTo(someone: Person | null | undefined) {
  person = someone ?? undefined
}

/** What the server is told of the page. */
export const pageHeaders = (apart = false): Record<string, string> => ({
  'sangsaeng-tab': tab,
  ...(person && !apart && { 'sangsaeng-person': person.id }),
})

/** True when the person whose page it is has signed in again; false when there is none, or they did not want to. */
export async function signedInAgain(): Promise<boolean> {
  if (!person || !askPerson) return false
  asking ??= askPerson(person).finally(() => {
    asking = undefined
  })
  const is = await asking
  if (is) for (const listener of listeners) listener()
  return is
}

/** Says how the person is asked. */
export function asksBy(ask: typeof askPerson): () => void {
  askPerson = ask
  return () => {
    if (askPerson === ask) askPerson = undefined
  }
}

export function whenSignedIn(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
