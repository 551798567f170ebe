/**
 * The graph as an immutable value: {@code Graph = name, Value* inputs, Value* outputs, Tensor* initializers, Node*
 * nodes (topological)}.
 */
@NullMarked
package dev.alambic.onnx.graph;

import org.jspecify.annotations.NullMarked;
