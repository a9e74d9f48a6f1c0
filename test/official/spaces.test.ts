import {compare} from './compare.js'
import {spaces} from './steps/spaces.js'

compare(spaces)
