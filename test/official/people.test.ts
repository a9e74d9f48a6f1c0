import {compare} from './compare.js'
import {people} from './steps/people.js'

compare(people)
