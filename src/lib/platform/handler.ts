import type {Answer, Body, NamedSubjects, OperationId, PathParameters} from '../operations/index.js'
import type {Context} from './context.js'
import type {Outside} from './outside.js'
import type {Page} from './range.js'
import type {SubjectTypes} from './subjects/index.js'

/** The things an operation's path names, found and visible to the caller; those its body names, where it does. */
export type Subjects<Id extends OperationId> = {[Name in PathParameters<Id>]: SubjectTypes[Name]} & {
  [Name in NamedSubjects<Id> & keyof SubjectTypes]?: SubjectTypes[Name]
}

type Result<T> = T extends (infer Item)[] ? Item[] | Page<Item> : T

/**
 * One operation: decides and changes inside the request's transaction, and answers in the wire's shape.
 * Whatever has to be asked outside is given back as an `Outside`. Who may call it has been settled, its path and body have been checked for form; meaning is the handler's.
 */
export type Handler<Id extends OperationId> = (
  context: Context,
  subjects: Subjects<Id>,
  body: Body<Id>,
) => Promise<Outside<Result<Answer<Id>>> | Result<Answer<Id>>>

/** A handler for each of these operations: a row of the table without one does not compile. */
export type Handlers<Ids extends OperationId> = {[Id in Ids]: Handler<Id>}
