import {compare} from './compare.js'
import {access} from './steps/access.js'

compare(access)
