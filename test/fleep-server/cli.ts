/** `npm run fleep-server [-- PORT]`: prints the server's URL, and then `email password` of each account. */
import { seededPeople } from './accounts'
import { FleepServer } from './server'

const port = Number(process.argv[2] ?? 0)
void FleepServer.start(seededPeople, { port }).then((server) => {
  const lines = [server.url, ...seededPeople.map(({ email, password }) => `${email} ${password}`)]
  process.stdout.write(`${lines.join('\n')}\n`)
})
