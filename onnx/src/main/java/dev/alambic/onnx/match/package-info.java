/**
 * Finds what exporters spell out in small nodes, for whoever writes or computes it as one.
 *
 * <pre>{@code
 * Values          = a graph as recognizers see it: who computes a value for one reader alone, which are numbers
 * GeluMatch       = x / 2 * (1 + erf(x / sqrt(2))), or its approximation by tanh
 * LayerNormMatch  = (x - mean) / sqrt(variance + epsilon) * scale + bias
 * Replacement     = the nodes of a place, and those that take their place
 * }</pre>
 */
@NullMarked
package dev.alambic.onnx.match;

import org.jspecify.annotations.NullMarked;
