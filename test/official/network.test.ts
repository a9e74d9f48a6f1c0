import {compare} from './compare.js'
import {network} from './steps/network.js'

compare(network)
