/** Gathers what was measured; says at the end what was missed. */
export function createReport() {
  const rows = []
  const notes = []
  return {
    rows,
    notes,
    note(text) {
      notes.push(text)
      console.log(`  ${text}`)
    },
    /** One ratio with its goal: `atMost` or `atLeast`. */
    ratio(name, measured, ratio, {atMost, atLeast}) {
      const met = atMost === undefined ? ratio >= atLeast : ratio <= atMost
      const goal = atMost === undefined ? `at least ${atLeast} ×` : `at most ${atMost} ×`
      rows.push({name, measured, ratio, goal, met})
      console.log(`  ${met ? 'ok  ' : 'MISS'} ${name}: ${ratio.toFixed(2)} × (${goal}); ${measured}`)
    },
  }
}
