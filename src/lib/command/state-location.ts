/** Whether something is the URL of a PostgreSQL database. */
export const isDatabaseUrl = (text: string): boolean => /^postgres(ql)?:\/\//.test(text)

/** What to call the place of a control plane's state. */
export const stateLabel = (location: string | undefined): string => (location !== undefined && isDatabaseUrl(location) ? 'Database' : 'State file')
