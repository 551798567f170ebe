/** Measurements, run by hand; see docs/benchmarks.md. */
@NullMarked
package dev.alambic.exporter.measure;

import org.jspecify.annotations.NullMarked;
