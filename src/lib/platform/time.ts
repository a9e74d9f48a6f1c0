/** A moment as the store has it, as the wire has it: ISO 8601 in UTC with seconds (facts/platform-api.md 1.1). */
export const wireTime = (stored: string): string => `${stored.slice(0, 19)}Z`
