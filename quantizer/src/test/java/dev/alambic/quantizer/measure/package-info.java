/** Measurements, run by hand; see docs/benchmarks.md. */
@NullMarked
package dev.alambic.quantizer.measure;

import org.jspecify.annotations.NullMarked;
