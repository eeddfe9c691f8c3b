import { en } from './en'
import { et } from './et'
import type { LanguageId, Translation } from './languages'

export const translations: Record<LanguageId, Translation> = { en, et }
