/** The permissions on an app that somebody listed, sorted, and always with `view`, without which the others are nothing. */
export const permissionsFrom = (list: string): string[] => [...new Set([...list.split(','), 'view'])].sort()
