/**
 * Passes from ONNX to smaller ONNX, behind one front door: {@link dev.alambic.quantizer.Quantizer}.
 *
 * <pre>{@code
 * optimize     exact passes of simplify
 * strip        ... and of strip
 * fp16         ... and one of precision
 * int8         ... and one of int8
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer;

import org.jspecify.annotations.NullMarked;
