// Drives iam-simulate for bench/iam_peers.py: node iam_simulate.mjs PEERS INPUT.json OUTPUT.json
//
// Input: `simulation` (the policies of every layer, in the form of iam-simulate), `requests` and
// `seconds`. Output: one verdict or refusal per request, and evaluations a second of the processor
// for `runSimulation` and for `runUnsafeSimulation`, which leaves out the session policy, the
// endpoint policy and all checks of its input. Policies are validated once, before: so are ours.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [peers, input, output] = process.argv.slice(2)
const load = createRequire(join(peers, 'package.json'))
const { runSimulation, runUnsafeSimulation } = load('@cloud-copilot/iam-simulate')
const validation = load('@cloud-copilot/iam-policy')
const { simulation, requests, seconds } = JSON.parse(readFileSync(input, 'utf8'))

const VALIDATORS = {
  identityPolicies: 'validateIdentityPolicy',
  permissionBoundaryPolicies: 'validateIdentityPolicy',
  serviceControlPolicies: 'validateServiceControlPolicy',
  resourceControlPolicies: 'validateResourceControlPolicy',
  vpcEndpointPolicies: 'validateEndpointPolicy',
  resourcePolicy: 'validateResourcePolicy',
  sessionPolicy: 'validateIdentityPolicy',
}

// Returns a layer with each of its documents validated: `{name, policy}`, levels of them, or bare.
function validate(layer, found) {
  if (Array.isArray(found)) return found.map((one) => validate(layer, one))
  if (found.policies) return { ...found, policies: validate(layer, found.policies) }
  if (found.policy) return { ...found, policy: validate(layer, found.policy) }
  return validation.createValidatedPolicy(found, validation[VALIDATORS[layer]], { name: layer })
}

// Calls `simulate` with one request after another for so many seconds; returns how many a second.
async function measure(simulate) {
  const start = process.cpuUsage()
  let done = 0
  let spent = 0
  while (spent < seconds) {
    for (const request of requests) await simulate({ ...ready, request }, {})
    done += requests.length
    const { user, system } = process.cpuUsage(start)
    spent = (user + system) / 1e6
  }
  return done / spent
}

const ready = Object.fromEntries(
  Object.entries(simulation).map(([layer, found]) => [layer, validate(layer, found)]),
)
const verdicts = []
for (const request of requests) {
  const said = await runSimulation({ ...ready, request }, {})
  verdicts.push(said.resultType === 'error' ? `refused: ${said.errors.message}` : said.overallResult)
}
const rate = await measure(runSimulation)
const unsafeRate = await measure(runUnsafeSimulation)
writeFileSync(output, JSON.stringify({ verdicts, rate, unsafeRate }))
