/** Measurements of the measuring, run by hand; see docs/benchmarking.md. */
@NullMarked
package dev.alambic.bench.measure;

import org.jspecify.annotations.NullMarked;
