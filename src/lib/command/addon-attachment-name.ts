/**
 * Takes the name of an attachment out of the flags of a command whose `--as` means that, as the official CLI has it.
 * What stays is whom to act as, for the base command, which reads these very flags: there only SPACEDOCK_AS says it.
 */
export function takeAttachmentName(flags: {as?: string | undefined}): string | undefined {
  const name = flags.as
  flags.as = process.env['SPACEDOCK_AS']
  return name
}
