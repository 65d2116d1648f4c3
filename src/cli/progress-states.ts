// What the number says that the program and the thread share.

/** Nothing is drawn. */
export const quiet = 0
/** The line is drawn. */
export const drawn = 1
/** The thread is drawing. */
export const drawing = 2
/** Nothing may be drawn. */
export const held = 3
