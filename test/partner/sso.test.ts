import {expect, it} from 'vitest'
import {resourceToken, ssoFields, ssoRequest, ssoToken, userScopedResourceToken} from '../../src/lib/partner/sso.js'

const signOn = {
  uuid: '01234567-89ab-cdef-0123-456789abcdef',
  providerId: '123',
  salt: 'salt',
  timestamp: 1_267_597_772,
  userId: '89abcdef-0123-4567-89ab-cdef01234567',
  email: 'user@example.com',
  app: 'my-app',
}

it('the token of v1 is that of the documentation', () => {
  expect(ssoToken({providerId: '123', salt: '2f97bfa52ca102f8874716e2eb1d3b4920ad0be4', timestamp: 1_267_597_772})).toBe('bb466eb1d6bc345d11072c3cd25c311f21be130d')
})

it('the tokens of v3 are those of their formulas', () => {
  expect(resourceToken(signOn)).toBe('b97baa7902a4d49aa2e48f6542e8657520b6e296')
  expect(userScopedResourceToken(signOn)).toBe('12acd2823e8db33c0c16c5cd6c90e40514a365346748cdd80601d1692967544c')
})

it('the form has all tokens and who signs on to what', () => {
  const fields = ssoFields({...signOn, contextApp: 'other-app'})
  expect(fields).toMatchObject({
    app: 'my-app',
    context_app: 'other-app',
    email: 'user@example.com',
    id: '123',
    resource_id: signOn.uuid,
    resource_token: resourceToken(signOn),
    timestamp: '1267597772',
    token: ssoToken(signOn),
    user_id: signOn.userId,
    user_scoped_resource_token: userScopedResourceToken(signOn),
  })
  expect(JSON.parse(Buffer.from(fields['nav-data'] ?? '', 'base64').toString())).toEqual({addon: signOn.uuid, appname: 'my-app', user: 'user@example.com'})
  expect(ssoFields(signOn)['context_app']).toBe('my-app')
})

it('is posted as a form, without credentials', () => {
  const {method, headers, body} = ssoRequest('https://acme.example/sso/login', {email: 'a+b@example.com'})
  expect([method, body]).toEqual(['POST', 'email=a%2Bb%40example.com'])
  expect(headers).toEqual({accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded'})
})
