/** Measurements of reading, run by hand; see docs/benchmarks.md. */
@NullMarked
package dev.alambic.data.measure;

import org.jspecify.annotations.NullMarked;
