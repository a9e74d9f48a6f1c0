import {compare} from './compare.js'
import {processes} from './steps/processes.js'

compare(processes)
