import 'graphiql/setup-workers/vite'
import 'graphiql/style.css'
import '@graphiql/plugin-explorer/style.css'
import './pretendard'
import './graphiql.css'
import { explorerPlugin } from '@graphiql/plugin-explorer'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import mutation from './examples/mutation.graphql?raw'
import nested from './examples/nested.graphql?raw'
import partners from './examples/partners.graphql?raw'

interface Asked {
  query: string
  operationName?: string | null
}

const fetcher = async ({ operationName, ...asked }: Asked) => {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' }
  // Right after a change of the tab, GraphiQL still sends the name of the operation in the tab before.
  const isThere = new RegExp(`\\b(query|mutation|subscription)\\s+${operationName}\\b`).test(asked.query)
  const body = JSON.stringify(isThere ? { ...asked, operationName } : asked)
  return (await fetch('/graphql', { method: 'POST', headers, body })).json()
}
const programOne = {
  input: { id: btoa('Program:1').replace(/=+$/, ''), version: 1, titleEn: 'Small libraries, livelier' },
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={[explorerPlugin({ showAttribution: false })]}
    defaultTabs={[
      { query: partners },
      { query: nested, variables: JSON.stringify({ day: '2019-09-30' }, null, 2) },
      { query: mutation, variables: JSON.stringify(programOne, null, 2) },
    ]}
    defaultEditorToolsVisibility="variables"
  >
    <GraphiQL.Logo>
      <a href="/admin" className="logo">
        Sangsaeng 상생
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
)
