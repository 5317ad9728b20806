import type { Plugin } from 'graphql-yoga'
import * as oidc from 'openid-client'
import type { Context, Product } from './context.ts'
import type { Locale } from './errors.ts'
import type { User } from './generated/prisma/client.ts'
import { recordRightsChange } from './rights.ts'
import { startSession } from './session.ts'

const COOKIE = 'sangsaeng_oidc'
const TEN_MINUTES = 600

/**
 * Sign-in by the city's OpenID Connect provider: `GET /auth/oidc` sends the browser there (authorization code with
 * PKCE, state and nonce), `GET /auth/oidc/callback` takes it back and starts a session. It opens no accounts: the
 * person's verified e-mail address must be that of an account, which is bound to the person at the first sign-in.
 */
export function openIdConnect(product: Product, contextOf: (request: Request) => Context): Plugin {
  const provider = connection(product)
  return {
    async onRequest({ request, url, endResponse }) {
      if (!/^\/auth\/oidc(\/callback)?$/.test(url.pathname)) return
      const context = contextOf(request)
      try {
        if (!product.env.OIDC_ISSUER || request.method !== 'GET') throw new NoSignIn('notOffered')
        const back = url.pathname.endsWith('/callback')
        endResponse(await (back ? comeBack(await provider(), url, context) : goThere(await provider(), context)))
      } catch (error) {
        if (!(error instanceof NoSignIn)) product.log.info({ reason: reasonOf(error) }, 'no sign-in by OpenID Connect')
        endResponse(page(error instanceof NoSignIn ? error.why : 'broken', context))
      }
    },
  }
}

/** The provider's own description of itself, read when it is first needed and again after a failure. */
function connection(product: Product): () => Promise<oidc.Configuration> {
  let known: Promise<oidc.Configuration> | undefined
  return () => {
    const { env } = product
    const issuer = new URL(env.OIDC_ISSUER as string)
    const loopback = issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : undefined
    known ??= oidc.discovery(
      issuer,
      env.OIDC_CLIENT_ID as string,
      env.OIDC_CLIENT_SECRET as string,
      undefined,
      loopback,
    )
    known.catch(() => {
      known = undefined
    })
    return known
  }
}

interface Started {
  state: string
  nonce: string
  verifier: string
}

const callbackOf = ({ PUBLIC_URL }: Product['env']) => new URL('/auth/oidc/callback', PUBLIC_URL)

async function goThere(config: oidc.Configuration, { product: { env }, secure }: Context): Promise<Response> {
  const verifier = oidc.randomPKCECodeVerifier()
  const started: Started = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier }
  const location = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callbackOf(env).href,
    scope: 'openid email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: started.state,
    nonce: started.nonce,
  })
  const kept = Buffer.from(JSON.stringify(started)).toString('base64url')
  return redirect(location.href, [cookie(kept, TEN_MINUTES, secure)])
}

async function comeBack(config: oidc.Configuration, url: URL, context: Context): Promise<Response> {
  const { product, secure } = context
  const started = startedBy(context)
  if (!started) throw new NoSignIn('tooLate')
  const callback = callbackOf(product.env)
  callback.search = url.search
  const tokens = await oidc.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier: started.verifier,
    expectedState: started.state,
    expectedNonce: started.nonce,
    idTokenExpected: true,
  })
  const claims = tokens.claims() as oidc.IDToken
  const person = claims.email ? claims : await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
  const user = await accountOf(`${claims.iss} ${claims.sub}`, person, context)
  await startSession(product.db.prisma, context, user)
  const next = user.totpSince ? '/admin/login#code' : '/admin/'
  return redirect(next, [...context.cookies, cookie('', 0, secure)])
}

/** The open account that is bound to the person, or that has the person's verified address and is bound to nobody. */
async function accountOf(oidcSubject: string, person: Partial<oidc.UserInfoResponse>, context: Context): Promise<User> {
  const { prisma } = context.product.db
  const bound = await prisma.user.findUnique({ where: { oidcSubject, active: true } })
  if (bound) return bound
  if (!person.email || person.email_verified !== true) throw new NoSignIn('noAddress')
  const email = person.email.toLowerCase()
  return prisma.$transaction(async (tx) => {
    const where = { email, active: true, oidcSubject: null }
    const { count } = await tx.user.updateMany({ where, data: { oidcSubject } })
    if (!count) throw new NoSignIn('noAccount')
    const user = await tx.user.findUniqueOrThrow({ where: { email } })
    await recordRightsChange({ tx, context, viewer: user }, { kind: 'OPENID_BOUND', userId: user.id })
    return user
  })
}

function startedBy({ headers, secure }: Context): Started | undefined {
  const kept = headers.get('cookie')?.match(new RegExp(`(?:^|;\\s*)${nameOf(secure)}=([\\w-]+)(?:;|$)`))?.[1]
  try {
    return kept && JSON.parse(Buffer.from(kept, 'base64url').toString())
  } catch {
    return undefined
  }
}

const nameOf = (secure: boolean) => (secure ? `__Host-${COOKIE}` : COOKIE)

/** Sent along when the provider's page leads back here, which is why it is not Strict. */
const cookie = (value: string, seconds: number, secure: boolean) =>
  `${nameOf(secure)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`

function redirect(location: string, cookies: string[]): Response {
  const headers = new Headers({ location })
  for (const one of cookies) headers.append('set-cookie', one)
  return new Response(null, { status: 302, headers })
}

/** A reason that the person can do something about. */
class NoSignIn extends Error {
  readonly why: keyof typeof reasons
  constructor(why: keyof typeof reasons) {
    super(why)
    this.why = why
  }
}

/** The kind of failure, without what the provider or the person sent. */
const reasonOf = (error: unknown) => {
  const { name, code, error: said } = error as { name?: string; code?: string; error?: string }
  return [name, code, said].filter(Boolean).join(' ')
}

const reasons = {
  notOffered: {
    status: 404,
    en: 'Sign-in by OpenID Connect is not set up here.',
    ko: 'OpenID Connect 로그인이 설정되어 있지 않습니다.',
  },
  tooLate: {
    status: 400,
    en: 'The sign-in took longer than 10 minutes, or this browser keeps no cookies.',
    ko: '로그인에 10분이 넘게 걸렸거나 브라우저가 쿠키를 저장하지 않습니다.',
  },
  noAddress: {
    status: 403,
    en: 'The provider gave no verified e-mail address for you.',
    ko: '인증 서비스가 확인된 이메일 주소를 알려 주지 않았습니다.',
  },
  noAccount: {
    status: 403,
    en: 'You have no open account here. Ask the city administrator for an invitation.',
    ko: '사용할 수 있는 계정이 없습니다. 시 관리자에게 초대를 요청하세요.',
  },
  broken: {
    status: 502,
    en: 'The sign-in did not succeed. Try again, or sign in with your password.',
    ko: '로그인하지 못했습니다. 다시 시도하거나 비밀번호로 로그인하세요.',
  },
} as const satisfies Record<string, Record<Locale, string> & { status: number }>

const titles = { en: ['Not signed in', 'Back to the sign-in page'], ko: ['로그인하지 못했습니다', '로그인 화면으로'] }

function page(why: keyof typeof reasons, { locale }: Context): Response {
  const [title, back] = titles[locale]
  const html = `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Sangsaeng 상생</title><h1>${title}</h1><p>${reasons[why][locale]}</p><p><a href="/admin/login">${back}</a></p></html>\n`
  return new Response(html, {
    status: reasons[why].status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'referrer-policy': 'no-referrer',
    },
  })
}
