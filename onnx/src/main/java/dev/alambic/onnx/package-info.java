/**
 * An ONNX model as an immutable value, independent of protobuf.
 *
 * <pre>{@code
 * OnnxModel = irVersion, (domain -> opset)*, producer, Graph, metadata*, rest
 * Graph     = name, ValueInfo* inputs, (name -> Tensor)* initializers, Node* nodes (topological),
 *             ValueInfo* outputs, ValueInfo* valueInfos, rest
 * Node      = name, domain, opType, input*, output*, (name -> Attribute)*, rest
 * Tensor    = DataType, dims, little-endian bytes (or strings), rest
 * ValueInfo = name, TensorType?, rest
 * Dim       = Fixed(size) | Named(symbol) | Unknown
 * }</pre>
 *
 * <p>Every {@code rest} is the part of the file that this model does not interpret; it is carried along unchanged, so
 * that reading and then writing a model gives an equal model.
 */
@NullMarked
package dev.alambic.onnx;

import org.jspecify.annotations.NullMarked;
