/** Whoever uses a seeded world without saying who: admin of both teams of its enterprise account. */
export const defaultAccount = 'admin@acme.example'
