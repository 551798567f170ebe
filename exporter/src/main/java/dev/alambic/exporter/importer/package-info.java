/**
 * An ONNX graph as a DJL block, by interpretation: the nodes are evaluated with the engine's differentiable operations,
 * so that whatever came as a file can be trained, cut, quantized and written back.
 *
 * <pre>{@code
 * TrainableGraph = OnnxModel, Plan, parameter name -> Parameter
 * Plan           = Constant* (slot -> weight, array or IntegerArray), Step* (topological), output slots
 * Step           = Node, Operator, shape function, input slots, output slots, slots whose last use it is
 * Value          = NDArray (in the engine) | IntegerArray (integers kept in Java: shape arithmetic)
 * }</pre>
 *
 * <p>{@link dev.alambic.exporter.importer.Operators} is the table of operators: ONNX operator to engine operations.
 * Whatever is not in it is refused when the graph is built, all such nodes in one message.
 */
@NullMarked
package dev.alambic.exporter.importer;

import org.jspecify.annotations.NullMarked;
