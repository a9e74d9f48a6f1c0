import {UsageFailure} from '../client/failures.js'

/** Whom a certificate belongs to; what is empty is left out. */
export interface Owner {
  area?: string | undefined
  city?: string | undefined
  /** Two letters. */
  country?: string | undefined
  owner?: string | undefined
}

/** A distinguished name in OpenSSL's form: `/C=US/ST=Oregon/L=Portland/O=Acme/CN=www.example.com`. */
export const subjectOf = (domain: string, {area, city, country, owner}: Owner): string =>
  [['C', country], ['ST', area], ['L', city], ['O', owner], ['CN', domain]].map(([name, value]) => (value ? `/${name}=${value.replaceAll(/[\\/]/g, String.raw`\$&`)}` : '')).join('')

/** Its attributes, one by one. A backslash keeps what follows from meaning anything. @throws {UsageFailure} */
export function parseSubject(text: string): Record<string, string[]>[] {
  const parts = text.match(/\/(?:\\.|[^/\\])+/g) ?? []
  const wrong = (why: string) => new UsageFailure(`The subject ${why}. Write it as /C=US/O=Acme/CN=www.example.com.`)
  if (parts.join('') !== text || parts.length === 0) throw wrong('is not a list of attributes')
  return parts.map((part) => {
    const [, name = '', value = ''] = /^\/([^=]+)=(.*)$/s.exec(part) ?? []
    if (!['C', 'CN', 'DC', 'E', 'G', 'L', 'O', 'OU', 'SN', 'ST', 'T'].includes(name) || value === '') throw wrong(`has ${part}, which is no attribute with a value`)
    if (name === 'C' && !/^[A-Z]{2}$/i.test(value)) throw wrong(`has the country ${value}, and a country is two letters`)
    return {[name]: [value.replaceAll(/\\(.)/g, '$1')]}
  })
}
