import {type Generation, generationsUrl} from './facts.js'
import {refuse, type Refusal, shown} from './refusal.js'

/** Nothing, or why apps of this generation do not run it: slugs are of cedar, OCI images of fir (facts 3.4). */
export function requireArtifactType(type: 'oci-image' | 'slug', generation: Generation): Refusal | undefined {
  if (type === 'slug' && generation === 'fir') return refuse('Slugs are not supported for the fir generation. Release an OCI image instead.', generationsUrl)
  if (type === 'oci-image' && generation === 'cedar') return refuse('OCI images are not supported for the cedar generation. Release a slug instead.', generationsUrl)
  return undefined
}

/** Nothing, or why this is no checksum of a slug (schema slug.checksum). */
export const requireChecksum = (checksum: string | undefined): Refusal | undefined =>
  checksum === undefined || /^SHA256:[0-9a-f]{64}$/i.test(checksum)
    ? undefined
    : refuse(`Checksum must be SHA256: and 64 hexadecimal digits, not ${shown(checksum)}.`)

const longestDescription = 1024

/** How a release is described: as whoever makes it says, or by the commit (Heroku's words), in one line. */
export function releaseDescription(given: string | null | undefined, commit: string | null): string | Refusal {
  const description = given?.trim() ? given : commit ? `Deploy ${commit.slice(0, 8)}` : 'Deploy'
  return description.length > longestDescription ? refuse(`Description is longer than ${longestDescription} characters.`) : description
}
