export const shells = ['bash', 'fish', 'powershell'] as const

export type Shell = (typeof shells)[number]

/** The shell somebody types in, as far as the environment tells. */
export function shellOf(env: Readonly<Record<string, string | undefined>>): Shell {
  if (env['SHELL']?.endsWith('fish')) return 'fish'
  return env['SHELL'] === undefined && env['PSModulePath'] !== undefined ? 'powershell' : 'bash'
}

const assignments: Record<Shell, (name: string, value: string) => string> = {
  bash: (name, value) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`,
  fish: (name, value) => `set -gx ${name} '${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`,
  powershell: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
}

/** The lines that set variables for what is started from a shell. */
export const exportLines = (variables: Readonly<Record<string, string>>, shell: Shell): string =>
  Object.entries(variables)
    .map(([name, value]) => assignments[shell](name, value))
    .join('\n')
