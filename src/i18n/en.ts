import type { Catalogue } from '#model/messages.ts'
import { enApply } from './en-apply.ts'
import { enConcepts } from './en-concepts.ts'
import { enConntrack } from './en-conntrack.ts'
import { enDocker } from './en-docker.ts'
import { enExposure } from './en-exposure.ts'
import { enReach } from './en-reach.ts'
import { enHelp } from './en-help.ts'
import { enHost } from './en-host.ts'
import { enKernel } from './en-kernel.ts'
import { enLab } from './en-lab.ts'
import { enMetrics } from './en-metrics.ts'
import { enLint } from './en-lint.ts'
import { enPhrases } from './en-phrases.ts'
import { enReport } from './en-report.ts'
import { enSave } from './en-save.ts'
import { enPolicy } from './en-policy.ts'
import { enRestore } from './en-restore.ts'
import { enSnapshots } from './en-snapshots.ts'
import { enStatus } from './en-status.ts'
import { enSyntax } from './en-syntax.ts'
import { enTrace } from './en-trace.ts'
import { enUsage } from './en-usage.ts'
import { enWatch } from './en-watch.ts'
import { enWeb } from './en-web.ts'
import { ownershipTexts } from './ownership.ts'

/** English, the original: every message there is. */
export const en: Catalogue = {
  ...enApply,
  ...enSyntax,
  ...enRestore,
  ...enPhrases,
  ...enReport,
  ...enConcepts,
  ...enConntrack,
  ...enDocker,
  ...enExposure,
  ...enPolicy,
  ...enReach,
  ...enHelp,
  ...enHost,
  ...enKernel,
  ...enLab,
  ...enMetrics,
  ...enLint,
  ...enSave,
  ...enSnapshots,
  ...enStatus,
  ...enTrace,
  ...enUsage,
  ...enWatch,
  ...enWeb,
  ...ownershipTexts,
}
