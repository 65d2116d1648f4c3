// npm run lab:breakages [-- --all]: breaks a host with a real engine in the 20 most important ways (--all: in every one) and prints a
// line for each: `status`, before and after `repair`, is compared with connections from every zone. Needs root.
import process from 'node:process'
import { node, tools } from './run.mjs'

const wished = process.argv.includes('--all') ? '1' : 'most'
const words = ['run', '--config', 'vitest.machine.config.ts', '--reporter=verbose', 'test/machine/breakages.test.ts']
const isBuilt = node('scripts/build.mjs', ['--if-needed'])
if (!isBuilt || !node(tools.vitest, words, { SEAWALL_ALL_BREAKAGES: wished })) process.exitCode = 1
