#include <stdio.h>

/* Swift cannot call functions with a variable list of arguments, and what it builds in place of one costs ten times as
   much as the conversion itself. */

/* At most `digits` significant digits, with an exponent where the number is large or small; returns their count. */
static inline int write_significant(char *text, size_t size, int digits, double value) {
    return snprintf(text, size, "%.*g", digits, value);
}

/* `decimals` digits behind the point; returns the count of all. */
static inline int write_fixed(char *text, size_t size, int decimals, double value) {
    return snprintf(text, size, "%.*f", decimals, value);
}
