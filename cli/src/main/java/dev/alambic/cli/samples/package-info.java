/**
 * Inputs for a model that need no labels, read from whatever the user has: images, rows, texts, arrays of NumPy, or the
 * tensors of ONNX's own tests. They calibrate quantization and compare models.
 */
@NullMarked
package dev.alambic.cli.samples;

import org.jspecify.annotations.NullMarked;
