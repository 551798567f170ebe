/**
 * What is known of the values inside a model without running it: {@link dev.alambic.onnx.shape.Shapes}.
 *
 * <pre>{@code
 * Shapes = value name -> element type, extents: each a size, a symbol, or unknown
 * }</pre>
 */
@NullMarked
package dev.alambic.onnx.shape;

import org.jspecify.annotations.NullMarked;
