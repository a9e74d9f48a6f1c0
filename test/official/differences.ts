/** Where our CLI differs from the official one on purpose. docs/compatibility.md is made from this. */
export interface Difference {
  /** The commands it shows in; `*` for all. */
  commands: readonly string[]
  /** What is typed or met. */
  when: string
  official: string
  ours: string
  why: string
  /** What of the outcome is another; all else is the same. */
  parts: readonly ('exit' | 'stderr' | 'stdout')[]
  /** The test that shows ours, where the official suite cannot: what is met is no state of a control plane. */
  test?: string
}

const table = {
  'confirm-without-terminal': {
    commands: ['spaces:destroy', 'apps:destroy', 'apps:transfer', 'addons:create', 'addons:destroy', 'addons:attach'],
    when: 'there is no terminal and no `--confirm`',
    official: 'asks all the same: on Node 20 it ends with exit code 0 and nothing done, on an open pipe it hangs',
    ours: 'ends at once with exit code 8, naming `--confirm` and the value it takes',
    why: 'a script must neither hang nor take for done what was not',
    parts: ['stdout', 'stderr', 'exit'],
  },
  'transfer-refused': {
    commands: ['spaces:transfer'],
    when: 'the transfer is refused',
    official: 'says "done", then why not, without the error\'s id',
    ours: 'says "!", then why not, with the error\'s id as everywhere else',
    why: 'nothing was done',
    parts: ['stderr'],
  },
  'range-without-effect': {
    commands: ['spaces:trusted-ips:add'],
    when: 'a range that is there already contains the new one, `0.0.0.0/0` above all',
    official: 'adds it',
    ours: 'adds it, and warns that it restricts nothing',
    why: 'whoever adds a range to a new space believes that the space is closed now',
    parts: ['stderr'],
  },
  'host-bits': {
    commands: ['spaces:trusted-ips:add'],
    when: 'the range has bits beyond its prefix: `198.51.100.99/26`',
    official: 'adds it',
    ours: 'adds it, and says as what it is kept',
    why: 'the list shows another range than the one that was typed',
    parts: ['stderr'],
  },
  'several-ranges': {
    commands: ['spaces:trusted-ips:add', 'spaces:trusted-ips:remove'],
    when: 'several ranges are given',
    official: 'refuses all but the first argument',
    ours: 'changes them all at once, or none of them',
    why: 'an addition: one change is applied once, and does not race with itself',
    parts: ['stdout', 'stderr', 'exit'],
  },
  'malformed-range': {
    commands: ['spaces:trusted-ips:add', 'spaces:trusted-ips:remove'],
    when: 'what is given is no range at all',
    official: 'sends it, and shows what the API says of it',
    ours: 'says what is wrong with it, and sends nothing',
    why: 'the same sentence on every target, also on one that takes what it gets',
    parts: ['stderr'],
  },
  'duplicate-by-meaning': {
    commands: ['spaces:trusted-ips:add'],
    when: 'the range is there already, written in another way: `192.0.2.77/24` beside `192.0.2.0/24`',
    official: 'compares what is typed, sends it, and shows what the API says of it',
    ours: 'compares what is meant, and refuses as for a range written alike',
    why: 'a range is what it admits, not how it is written',
    parts: ['stderr'],
  },
  'last-range': {
    commands: ['spaces:trusted-ips:remove'],
    when: 'it is the last range, and there is no `--confirm`',
    official: 'removes it',
    ours: 'asks first; without a terminal it ends with exit code 8, naming `--confirm`',
    why: 'with no range at all, all web traffic to the space is blocked',
    parts: ['stdout', 'stderr', 'exit'],
  },
  'last-range-not-confirmed': {
    commands: ['spaces:trusted-ips:remove'],
    when: 'it is the last range, and `--confirm` names another space',
    official: 'removes it: the flag is not read',
    ours: 'refuses with exit code 8',
    why: 'a wrong confirmation is none',
    parts: ['stdout', 'stderr', 'exit'],
  },
  'json-errors': {
    commands: ['*'],
    when: 'a command with `--json` fails',
    official: 'writes its sentence to stderr, and nothing to stdout',
    ours: 'writes `{"error": {id, message, status, exit}}` to stdout',
    why: 'what asked for JSON can read why',
    parts: ['stdout', 'stderr'],
  },
  'interval-in-words': {
    commands: ['spaces:wait'],
    when: '`--interval` or `--timeout` is no whole number',
    official: 'refuses it: "Expected an integer"',
    ours: 'refuses it, saying what the flag takes',
    why: 'one sentence for whatever is wrong with it',
    parts: ['stderr'],
  },
  'interval-of-nothing': {
    commands: ['spaces:wait'],
    when: '`--interval` or `--timeout` is 0 or less',
    official: 'takes it, and asks without a pause',
    ours: 'refuses it',
    why: 'no API likes to be asked without a pause',
    parts: ['stdout', 'stderr', 'exit'],
  },
  'wait-while-deleting': {
    commands: ['spaces:wait'],
    when: 'the space is being deleted',
    official: 'says "done" with exit code 0, and notifies the desktop of a space that was created',
    ours: 'fails: the space will not be allocated. `--for deleted` waits until it is gone',
    why: 'a wait succeeds on what it waits for, and on nothing else',
    parts: ['stdout', 'stderr', 'exit'],
  },
  'unknown-team-of-member': {
    commands: ['members:add'],
    when: 'there is no such team',
    official: 'asks for the team and its features first, and says nothing of what it was about to do',
    ours: 'says what it is about to do, then that the team is not there',
    why: 'one request instead of three; the team is looked up where the member is added',
    parts: ['stderr'],
  },
  'options-without-dashes': {
    commands: ['addons:create'],
    when: "a partner's options stand before `--`, as the documents this project began with type it",
    official: 'warns of the old syntax, and then refuses it: "Nonexistent flag"',
    ours: 'warns of the old syntax, and takes it',
    why: 'the documented examples run as they are written',
    parts: ['stdout', 'stderr', 'exit'],
  },
  'upgrade-to-no-plan': {
    commands: ['addons:upgrade'],
    when: 'there is no such plan',
    official: 'says "done", then that there is no such plan, and lists the plans in no order',
    ours: 'says "!", then the same, and lists the plans by price',
    why: 'nothing was done',
    parts: ['stderr'],
  },
  'add-on-not-destroyed': {
    commands: ['addons:destroy'],
    when: 'the add-on cannot be destroyed',
    official: "says why, without the error's id",
    ours: "says why, with the error's id as everywhere else",
    why: 'a forbidden and an invalid request are told apart',
    parts: ['stderr'],
  },
  manifest: {
    commands: ['apps:create'],
    when: '`--manifest` is given',
    official: 'makes the app that heroku.yml describes',
    ours: 'refuses it',
    why: 'builds are no part of it; what heroku.yml says of add-ons and config vars can be given as flags',
    parts: ['stderr'],
  },
  'several-remotes': {
    commands: ['apps:info'],
    when: 'no app is named, and the git remotes of the folder lead to several',
    official: 'says that no app is specified; other commands list the remotes to choose from',
    ours: 'lists the remotes to choose from, as the other commands do',
    why: 'it is what one has to know',
    parts: ['stderr'],
  },
  'remote-updated': {
    commands: ['apps:rename'],
    when: 'a git remote leads to the app',
    official: 'updates it twice, and says so twice: git lists it for fetching and for pushing',
    ours: 'updates it once',
    why: 'it is one remote',
    parts: ['stdout'],
  },
  'help-after-usage-errors': {
    commands: ['*'],
    when: 'the help of a command is shown, also after a mistake in its arguments',
    official: 'lists its flags',
    ours: 'lists the flags that it adds too, and examples',
    why: 'there is more to list',
    parts: [],
    test: 'test/official/normalise.ts',
  },
  'exit-codes': {
    commands: ['*'],
    when: 'a command fails',
    official: '1 or 2: not found, not permitted, rate limited and a typing mistake are the same',
    ours: 'from 1 to 9, by what went wrong: docs/exit-codes.md',
    why: 'a script can tell what to do next',
    parts: [],
    test: 'test/commands/spaces.test.ts',
  },
  'prompt-flag': {
    commands: ['*'],
    when: '`--prompt` is given beside other flags and arguments',
    official: 'asks for the arguments again, and forgets what was given',
    ours: 'asks for what was not given',
    why: 'what somebody has typed is meant',
    parts: [],
    test: 'test/command/prompted.test.ts',
  },
  'trouble-in-a-wait': {
    commands: ['spaces:wait', 'addons:create', 'addons:wait', 'addons:destroy'],
    when: 'a wait meets a 503, a 429 or a connection that is reset',
    official: 'ends, and the wait is lost',
    ours: 'goes on until it times out, and tells how to wait on',
    why: 'what is waited for goes on too',
    parts: [],
    test: 'test/client/waiting.test.ts',
  },
  'lost-reply': {
    commands: ['spaces:create', 'apps:create', 'addons:create'],
    when: 'the reply to a creation is lost',
    official: 'sends it again, and then says that the name is taken',
    ours: 'looks whether it has been made, and reports that',
    why: 'nothing is made twice, and what was made is not denied',
    parts: [],
    test: 'test/client/create-once.test.ts',
  },
  'rate-limit': {
    commands: ['*'],
    when: 'the API answers 429 with `Retry-After`',
    official: 'fails at once',
    ours: 'waits as long as it is told to, within bounds, and asks again',
    why: 'the API said what to do',
    parts: [],
    test: 'test/client/retries.test.ts',
  },
  'ranges-at-the-same-time': {
    commands: ['spaces:trusted-ips:add', 'spaces:trusted-ips:remove'],
    when: 'several change the ranges of a space at the same time',
    official: 'the last one wins; all report success',
    ours: 'no change is lost: the list is written only as it was read, or merged again',
    why: 'a lost range is an outage, or a hole',
    parts: [],
    test: 'test/client/ruleset-change.test.ts',
  },
} satisfies Record<string, Difference>

export type DifferenceId = keyof typeof table

export const differences: Readonly<Record<DifferenceId, Difference>> = table
