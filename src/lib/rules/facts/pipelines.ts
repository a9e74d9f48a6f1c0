import type {Assumption} from './assumptions.js'

/** Why a promotion to an app fails. documented: schema pipeline-promotion-target.error_message. */
export const noAccessToTarget = 'User does not have access to that app'

/** Why an app does not come into a pipeline of somebody else. documented: pmbanugo/heroku-review-app-actions#7, literally. */
export const mixedOwnership =
  "The app and pipeline do not have the same owner. Consider transferring the app to the pipeline's owner before trying again. Pipelines can only contain mixed ownership apps when the pipeline owner is set to 'none'."

/** What we chose about pipelines where no source says. */
export const pipelineAssumptions: readonly Assumption[] = [
  {
    rule: 'Owner of a pipeline that is created without one',
    chosen: 'Whoever creates it',
    why: "The official CLI and Terraform always name one; a pipeline of nobody's is not there.",
  },
  {
    rule: 'Who sees a pipeline',
    chosen: 'Its owner, who may view the team it belongs to, and who may view one of its apps; each sees the apps that they may view',
    why: 'Terraform: access to a pipeline is based on access to its apps, and team members reach empty ones.',
  },
  {
    rule: "Who creates, renames, transfers and destroys a team's pipeline",
    chosen: 'Who may create apps in the team',
    why: 'Dev Center grants permissions on apps; of pipelines it says nothing that could be obtained.',
  },
  {
    rule: 'Who adds an app to a pipeline, moves it to another stage, and removes it',
    chosen: 'Who sees the pipeline and may operate the app',
    why: 'It changes where code can come from, and neither the app nor who has access to it.',
  },
  {
    rule: 'Pipelines with the same name',
    chosen: 'Accepted; a name that several visible ones have leads nowhere, and the answer lists their ids',
    why: 'The official CLI asks which one is meant.',
  },
  {
    rule: 'An app that is in a pipeline already',
    chosen: 'Refused, also in the same pipeline; its stage can be changed',
    why: 'An app has one coupling (GET /apps/{app}/pipeline-couplings is no list).',
  },
  {
    rule: 'Promotion',
    chosen: 'Done at once, for all targets or, when one of them has no room for what it would run, for none',
    why: 'Nothing is built or uploaded here. Only the states are documented.',
  },
  {
    rule: 'Who promotes',
    chosen: 'Who may view the source, to each target that they may deploy to; the others fail with the documented words',
    why: 'The words are the example of the schema.',
  },
  {
    rule: 'What a promotion copies',
    chosen: 'The slug or image, under an id of its own, with none of the config vars; also to an app that runs the same code',
    why: 'The target keeps its code when the source is destroyed.',
  },
  {
    rule: 'Transfer of a pipeline',
    chosen: 'With all of its apps, under the rules for each of them, or not at all. To an account: to who is in the team that it belongs to',
    why: 'The official CLI says that the apps go along. What another account has to accept is offered as an app transfer.',
  },
  {
    rule: 'A pipeline without apps',
    chosen: 'Stays until it is destroyed',
    why: 'Heroku removes it "within a short period of time", says Terraform; no client relies on it.',
  },
]
