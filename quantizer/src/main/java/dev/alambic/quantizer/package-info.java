/** Passes from ONNX to smaller ONNX. */
@NullMarked
package dev.alambic.quantizer;

import org.jspecify.annotations.NullMarked;
