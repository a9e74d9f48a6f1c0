import {compare} from './compare.js'
import {addons} from './steps/addons.js'

compare(addons)
