/** Of the value axis, in pixels; the slider below the chart leaves it free, too. */
export const axisWidth = 60

/** Room for the half of the first number that stands left of the axis' beginning. */
export const axisInset = 4
