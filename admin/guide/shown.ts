import { useGetIdentity, useStore } from 'react-admin'

/** Whether this account still sees the guide at this browser. */
export function useGuideShown(): [boolean, (is: boolean) => void] {
  const { data } = useGetIdentity()
  const [shown, show] = useStore(`guide.${data?.id}`, true)
  return [Boolean(data) && shown, show]
}
