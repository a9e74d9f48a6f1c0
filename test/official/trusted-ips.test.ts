import {compare} from './compare.js'
import {trustedIps} from './steps/trusted-ips.js'

compare(trustedIps)
