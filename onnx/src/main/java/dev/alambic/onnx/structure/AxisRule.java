package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;

/** What is known of one operator: which axes belong together, and what else changes when they are cut. */
interface AxisRule {

    /** Says what the node does with axes; see {@link Site}. */
    void couple(Site site);

    /** Returns the node with the attributes and constant inputs that depend on the extents brought up to date. */
    default Node cut(Node node, AxisCut cut) {
        return node;
    }
}
