/** Passes that make weights, or the whole graph, 16-bit floating point. */
@NullMarked
package dev.alambic.quantizer.precision;

import org.jspecify.annotations.NullMarked;
