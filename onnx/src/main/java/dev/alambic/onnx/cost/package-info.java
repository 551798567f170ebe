/**
 * What a model costs to run, counted from the extents of its values: multiplications and weights, node by node.
 *
 * <pre>{@code
 * ModelCost = NodeCost*
 * NodeCost  = Node, macs, parameters
 * }</pre>
 */
@NullMarked
package dev.alambic.onnx.cost;

import org.jspecify.annotations.NullMarked;
