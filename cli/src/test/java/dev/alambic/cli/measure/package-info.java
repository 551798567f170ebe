/** Measurements, run by hand; see docs/benchmarks.md. */
@NullMarked
package dev.alambic.cli.measure;

import org.jspecify.annotations.NullMarked;
