import { faultCodes } from '#model/fault.ts'
import { hasText } from '#i18n/catalogue.ts'
import { expect, test } from 'vitest'

test.for(faultCodes)('the catalogue has a text for %s', (code) => {
  expect(hasText(code)).toBe(true)
})
