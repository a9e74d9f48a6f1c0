import type {GenericSchema, InferInput, InferOutput} from 'valibot'
import type {Method} from './wire.js'

/**
 * Who may call an operation: a permission on the thing that its path (or, for a creation, its body) names.
 *
 * - `account`: whoever is signed in; lists hold only what that account may see
 * - `operator`: whoever runs the control plane
 * - `partner`: the partner of an add-on, with a token for that one
 * - `public`: whoever it is, without a token
 * - `team …`, `space …`, `pipeline …`, `app …`: a permission of `rules/permissions` on that team, space, pipeline or app
 */
export type Access =
  | 'account'
  | 'operator'
  | 'partner'
  | 'public'
  | 'app deploy'
  | 'app manage'
  | 'app operate'
  | 'app view'
  | 'pipeline manage'
  | 'pipeline view'
  | 'space manage'
  | 'space view'
  | 'team create apps'
  | 'team enter'
  | 'team manage'
  | 'team manage spaces'
  | 'team view'

/** The attributes a list may be sorted and paged by; the first is the default (DC platform-api-reference, "Ranges"). */
export type Paged = readonly [string, ...string[]]

/** Things that a request body may name, for the control plane to find before it asks who may: body key by kind of thing. */
export type Named = Partial<Record<'addon' | 'app' | 'pipeline' | 'space' | 'team', string>>

export interface Operation<Path extends string = string, Schema extends GenericSchema | undefined = GenericSchema | undefined, Result = unknown> {
  method: Method
  /** The path with its parameters in braces, each named for the kind of thing it identifies: `/spaces/{space}/nat`. */
  path: Path
  status: number
  access: Access
  /** What certain keys of the body ask for besides: changing a name takes more than changing a flag. */
  accessByKey?: Readonly<Record<string, Access>>
  /** Where the official schema or an official client proves the operation: `space#create`; several for one path. */
  upstream: readonly string[]
  /** What a token's scope has to allow besides reading or writing: config vars and releases are protected. */
  scope?: 'identity' | 'protected'
  body?: Schema
  named?: Named
  paged?: Paged
  /** Whether the partner of an add-on may ask too: of that add-on, and the apps that it is attached to. */
  partner?: boolean
  /** The answer tells how long something still lasts, so it differs from moment to moment. */
  live?: boolean
  /** Carries the type of the answer; no value. */
  answer?: Result
}

/** A row of the table, without what its builder fills in. */
interface Row<Schema, N> {
  access: Access
  accessByKey?: Readonly<Record<string, Access>>
  upstream: string | readonly string[]
  status?: number
  scope?: 'identity' | 'protected'
  body?: Schema
  named?: N
  paged?: Paged
  partner?: boolean
  live?: boolean
}

type Built<Path extends string, Schema extends GenericSchema | undefined, N, Result> = Operation<Path, Schema, Result> & {named?: N}

/** `answers<Space>().get('/spaces/{space}', {...})`: a row of the table whose answer is a `Space`. */
export function answers<Result>() {
  const build =
    (method: Method, status: number) =>
    <const Path extends string, Schema extends GenericSchema | undefined = undefined, const N extends Named = Record<never, never>>(
      path: Path,
      row: Row<Schema, N>,
    ): Built<Path, Schema, N, Result> => ({
      ...row,
      method,
      path,
      status: row.status ?? status,
      upstream: typeof row.upstream === 'string' ? [row.upstream] : row.upstream,
    })
  return {
    get: build('GET', 200),
    post: build('POST', 201),
    put: build('PUT', 200),
    patch: build('PATCH', 200),
    delete: build('DELETE', 200),
  }
}

/** The names of the parameters of a path: `'/spaces/{space}/members/{account}'` gives `'space' | 'account'`. */
export type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never

export type PathOf<O> = O extends Operation<infer Path> ? Path : never
export type NamedOf<O> = O extends {named?: infer N} ? Extract<keyof NonNullable<N>, string> : never
export type AnswerOf<O> = O extends {answer?: infer Result} ? Exclude<Result, undefined> : never

type SchemaOf<O> = O extends {body?: infer Schema} ? Exclude<Schema, undefined> : never

/** The body of an operation as the control plane reads it: checked, with nothing in it that the schema does not name. */
export type BodyOf<O> = SchemaOf<O> extends infer Schema extends GenericSchema ? InferOutput<Schema> : undefined

/** The body of an operation as a client sends it; `never` where it takes none. */
export type RequestBodyOf<O> = SchemaOf<O> extends infer Schema extends GenericSchema ? InferInput<Schema> : never
