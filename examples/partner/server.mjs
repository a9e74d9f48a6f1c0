// Serves the partner of partner.mjs. PORT, HOST, HEROKU_TOKEN_URL and HEROKU_CLIENT_SECRET come from the environment.
import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import {createPartner} from './partner.mjs'

const {PORT = '4567', HOST = '127.0.0.1', HEROKU_TOKEN_URL, HEROKU_CLIENT_SECRET} = process.env
const manifest = JSON.parse(readFileSync(new URL('addon-manifest.json', import.meta.url), 'utf8'))

const server = createServer(createPartner({manifest, tokenUrl: HEROKU_TOKEN_URL, clientSecret: HEROKU_CLIENT_SECRET}))
server.listen(Number(PORT), HOST, () => console.log(`${manifest.name} listens on http://${HOST}:${server.address().port}`))
