/**
 * What is known of operators by their names, each fact once.
 *
 * <pre>{@code
 * Trait          = the operators that have something in common
 * WeightInput    = an input of an operator that carries weights
 * IntegerProduct = where an operator that multiplies integers reads its weight, and what belongs to it
 * }</pre>
 */
@NullMarked
package dev.alambic.onnx.operator;

import org.jspecify.annotations.NullMarked;
