/// <reference lib="dom" />
import { say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'

const pause = 1500

let stop = () => {}

/** Steps through the ways that are shown below: with buttons, a slider or the arrow keys; it begins to play only when asked. */
export function startPlayer(flow: HTMLElement): void {
  stop()
  const control = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
  const steps = [...flow.querySelectorAll<HTMLElement>('.steps li')]
  const chains = [...flow.querySelectorAll<HTMLElement>('.hook')]
  const [slider, play, told] = [control<HTMLInputElement>('step'), control('play'), control('told')]
  let at = -1
  let timer: ReturnType<typeof setInterval> | undefined
  const show = (next: number) => {
    steps[at]?.classList.remove('now')
    steps[at]?.removeAttribute('aria-current')
    at = Math.min(Math.max(next, 0), steps.length - 1)
    const step = steps[at]
    if (step === undefined) return
    step.classList.add('now')
    step.setAttribute('aria-current', 'step')
    step.scrollIntoView({ block: 'nearest' })
    for (const chain of chains) {
      const isHere = step.dataset.chain !== '' && chain.dataset.chain === step.dataset.chain
      chain.classList.toggle('now', isHere)
    }
    slider.value = String(at + 1)
    const text = (step.textContent ?? '').replace(/\s+/g, ' ').trim()
    told.textContent = say(message('web/step-of', { step: at + 1, count: steps.length, text }))
  }
  const halt = () => {
    if (timer !== undefined) clearInterval(timer)
    timer = undefined
    play.textContent = say(message('web/play'))
  }
  stop = halt
  slider.max = String(Math.max(1, steps.length))
  slider.value = '1'
  told.textContent = ''
  halt()
  slider.oninput = () => show(Number(slider.value) - 1)
  control('back').onclick = () => show(at - 1)
  control('next').onclick = () => show(at + 1)
  play.onclick = () => {
    if (timer !== undefined) return halt()
    show(at >= steps.length - 1 ? 0 : at + 1)
    play.textContent = say(message('web/pause'))
    timer = setInterval(() => (at >= steps.length - 1 ? halt() : show(at + 1)), pause)
  }
}
