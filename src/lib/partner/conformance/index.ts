// What a test of a partner's server consists of, in one file of dist/ that other commands do not load.
export {listen} from '../listen.js'
export {createHeroku} from './heroku.js'
export {junitXml} from './junit.js'
export {runChecks} from './run.js'
