/** The one wrapper of ONNX Runtime. */
@NullMarked
package dev.alambic.onnx.runtime;

import org.jspecify.annotations.NullMarked;
