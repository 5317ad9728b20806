import { useSearchParams } from 'react-router-dom'
import { type Choice, choiceOf } from './choice'

export function useChoice(): [Choice, (change: Partial<Choice>) => void] {
  const [params, setParams] = useSearchParams()
  const choice = choiceOf(params)
  const choose = (change: Partial<Choice>) => {
    const chosen = Object.entries({ ...choice, ...change }).filter(([, value]) => value !== undefined)
    setParams(Object.fromEntries(chosen.map(([name, value]) => [name, String(value)])), { replace: true })
  }
  return [choice, choose]
}
