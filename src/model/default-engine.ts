/** The engine that a Compose file is predicted for, if none is named. */
export const defaultEngine = '29.1.3'
