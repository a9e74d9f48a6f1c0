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
} satisfies Record<string, Difference>

export type DifferenceId = keyof typeof table

export const differences: Readonly<Record<DifferenceId, Difference>> = table
