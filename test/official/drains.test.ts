import {compare} from './compare.js'
import {drains} from './steps/drains.js'

compare(drains)
