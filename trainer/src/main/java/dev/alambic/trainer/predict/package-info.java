/** Asking an ONNX classifier: raw samples in, class names and probabilities out. */
@NullMarked
package dev.alambic.trainer.predict;

import org.jspecify.annotations.NullMarked;
