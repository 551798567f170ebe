/**
 * A DJL block as an ONNX graph, by tracing: the block runs once on arrays that compute the real values through the
 * engine and record each operation; a second run at other sizes tells which sizes are free.
 *
 * <pre>{@code
 * Trace   = Call* (in order), (value name -> engine array)*, constant names, output names
 * Call    = opType, Operand*, (name -> Attribute)*, output names
 * Operand = Ref(value name) | Ints(role, numbers that a Reshape, Slice, ... takes as its input) | Absent
 * Graph   = Unification of two traces: the calls that the outputs need, constants folded, sizes that differ
 *           expressed by the symbols of the inputs
 * }</pre>
 *
 * <p>{@link dev.alambic.exporter.trace.Operators} is the table of operations: method of {@code NDArray} or
 * {@code NDArrayEx} to the ONNX nodes that compute the same. Whatever is not in it is refused.
 */
@NullMarked
package dev.alambic.exporter.trace;

import org.jspecify.annotations.NullMarked;
