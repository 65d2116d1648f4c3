import { findTool } from '#kernel/run.ts'
import { removeAll } from '#lab/cleanup.ts'
import type { Namespace } from '#lab/namespace.ts'
import { createNamespace } from '#lab/namespace.ts'
import { afterAll, type TestContext } from 'vitest'

// What a test makes goes when its file ends, however it ends.
export { connect, createNamespace, type LinkEnd, type Namespace } from '#lab/namespace.ts'
export { type Output, run, type RunOptions } from '#kernel/run.ts'
afterAll(removeAll)

/**
 * Call first in a machine test. Without root, a tool or namespaces the test is skipped and says why; with
 * SEAWALL_REQUIRE_MACHINE=1 it fails instead.
 */
export async function requireMachine(ctx: TestContext, ...tools: readonly string[]): Promise<void> {
  const lack = await whatIsMissing(['ip', ...tools])
  if (lack === undefined) return
  if (process.env.SEAWALL_REQUIRE_MACHINE === '1') throw new Error(`SEAWALL_REQUIRE_MACHINE=1, but ${lack}`)
  ctx.skip(lack)
}

async function whatIsMissing(tools: readonly string[]): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'machine tests need Linux'
  if (process.getuid?.() !== 0) return 'machine tests need root'
  const missing = tools.filter((tool) => findTool(tool) === undefined)
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`
  canMakeNamespaces ??= tryNamespace()
  return await canMakeNamespaces
}

let canMakeNamespaces: Promise<string | undefined> | undefined

async function tryNamespace(): Promise<string | undefined> {
  let namespace: Namespace | undefined
  try {
    namespace = await createNamespace('probe')
    return undefined
  } catch (error) {
    return `this machine makes no network namespaces: ${error instanceof Error ? error.message : error}`
  } finally {
    await namespace?.delete()
  }
}
