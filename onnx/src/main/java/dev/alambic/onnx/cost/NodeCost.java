package dev.alambic.onnx.cost;

import dev.alambic.onnx.graph.Node;

/**
 * What one node costs in one run.
 *
 * @param macs multiplications whose product is added to a sum; 0 for operators that are not sums of products
 * @param parameters elements of the initializers that it reads; what several nodes read counts at the first
 */
public record NodeCost(Node node, long macs, long parameters) {}
