// An OpenID Connect provider on loopback, as a process: node oidcProvider.mjs REDIRECT_URI ACCOUNTS
// ACCOUNTS is JSON: { login: { email, email_verified } }. Any password signs in.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const [redirectUri, accounts] = process.argv.slice(2)
const people = JSON.parse(accounts)
const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'sangsaeng', client_secret: 'the secret of the test', redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    cookies: { keys: ['a key of the test'] },
    findAccount: (_context, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  })
  server.on('request', provider.callback())
  console.log(issuer)
})
