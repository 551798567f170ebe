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
 * <p>{@link dev.alambic.exporter.trace.Treatment} says what happens to each method of {@code NDArray} and
 * {@code NDArrayEx}. {@link dev.alambic.exporter.trace.Operators} is the table of those that are recorded, with the
 * ONNX nodes that compute the same, {@link dev.alambic.exporter.trace.Refusals} gives reasons for those that are not,
 * and DJL's own default methods lead to others.
 */
@NullMarked
package dev.alambic.exporter.trace;

import org.jspecify.annotations.NullMarked;
