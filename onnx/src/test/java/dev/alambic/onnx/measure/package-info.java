/** Measurements, run by hand; see docs/benchmarking.md. */
@NullMarked
package dev.alambic.onnx.measure;

import org.jspecify.annotations.NullMarked;
