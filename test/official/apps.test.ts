import {compare} from './compare.js'
import {apps} from './steps/apps.js'

compare(apps)
