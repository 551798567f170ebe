/** How many learnt numbers a model holds, and how many of them are not zero. */
@NullMarked
package dev.alambic.bench.size;

import org.jspecify.annotations.NullMarked;
