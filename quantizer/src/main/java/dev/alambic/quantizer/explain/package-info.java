/**
 * What ONNX Runtime makes of a quantized model on this machine: which nodes it runs on integers, and why not the
 * others.
 *
 * <pre>{@code
 * Explanation   = NodeExecution*, Conversions
 * NodeExecution = node, operator, Execution, kernel, reason, macs
 * Execution     = INTEGER | FLOAT | MOVED | FOLDED | CONVERSION
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.explain;

import org.jspecify.annotations.NullMarked;
