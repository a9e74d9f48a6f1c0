import {compare} from './compare.js'
import {telemetry} from './steps/telemetry.js'

compare(telemetry)
