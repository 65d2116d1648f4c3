/** Texts of `explain --concepts`; filled by topic. */
export const enConcepts = {}
