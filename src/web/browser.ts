/// <reference lib="dom" />
import { say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { SnapshotFile } from '#model/snapshot-file.ts'
import { escapeHtml } from '#report/html.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import { type FlowHost, flowHost, flowHtml } from './flow.ts'
import { startPlayer } from './player.ts'

// What the page does where scripts run. Without them it shows the same answers, for one packet.

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T | null

function openTarget(): void {
  const id = location.hash.slice(1)
  const target = id === '' ? null : (document.getElementById(id) ?? document.getElementById(decodeURIComponent(id)))
  if (target instanceof HTMLDetailsElement) {
    target.open = true
    target.hidden = false
    const section = target.closest<HTMLElement>('section.chain')
    if (section) section.hidden = false
    target.querySelector('summary')?.focus()
  }
}

function startTheme(): void {
  byId('theme')?.addEventListener('click', () => {
    const root = document.documentElement
    const isDark = root.dataset.theme
      ? root.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches
    root.dataset.theme = isDark ? 'light' : 'dark'
  })
}

function startSearch(): void {
  const input = byId<HTMLInputElement>('search')
  const told = byId('found')
  const rules = [...document.querySelectorAll<HTMLDetailsElement>('details.rule')]
  const sections = [...document.querySelectorAll<HTMLElement>('section.chain')]
  const texts = new Map<HTMLElement, string>()
  input?.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase()
    let count = 0
    for (const rule of rules) {
      const text = texts.get(rule) ?? `${rule.dataset.rule} ${rule.textContent}`.toLowerCase()
      texts.set(rule, text)
      rule.hidden = !text.includes(wanted)
      if (!rule.hidden) count++
    }
    for (const one of sections) one.hidden = wanted !== '' && one.querySelector('details.rule:not([hidden])') === null
    if (told) told.textContent = say(message('web/found', { count }))
  })
}

function startFlow(): void {
  const data = byId('host')?.textContent
  const form = byId<HTMLFormElement>('packet')
  const flow = byId('flow')
  if (!data || !form || !flow) return
  let host: FlowHost | undefined
  const rules = [...document.querySelectorAll<HTMLElement>('details.rule')]
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    host ??= flowHost(
      snapshotFromFile(JSON.parse(data) as SnapshotFile, 'page'),
      new Set(rules.map((rule) => rule.dataset.rule ?? '')),
    )
    const value = (name: string) => String(new FormData(form).get(name) ?? '').trim()
    const family = value('family')
    const html = flowHtml(say, host, {
      from: value('from'),
      to: value('to'),
      protocol: value('protocol') || undefined,
      family: family === 'ipv4' || family === 'ipv6' ? family : undefined,
    })
    flow.innerHTML =
      typeof html !== 'string' ? `<p class="banner" role="alert">${escapeHtml(say(html.message))}</p>` : html
    startPlayer(flow)
  })
  startPlayer(flow)
}

for (const one of document.querySelectorAll<HTMLElement>('.only-script')) one.hidden = false
startTheme()
startSearch()
startFlow()
openTarget()
addEventListener('hashchange', openTarget)
