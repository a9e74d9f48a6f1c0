import {compare} from './compare.js'
import {pipelines} from './steps/pipelines.js'

compare(pipelines)
