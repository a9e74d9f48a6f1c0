import {compare} from './compare.js'
import {config} from './steps/config.js'

compare(config)
