import {compare} from './compare.js'
import {domains} from './steps/domains.js'

compare(domains)
