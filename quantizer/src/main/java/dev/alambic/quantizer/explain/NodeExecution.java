package dev.alambic.quantizer.explain;

/**
 * How one node of the model is executed.
 *
 * @param node name of the node, or of what it writes, as in the model that this one was made of
 * @param operator its type in the model
 * @param kernel operator that the runtime executes it as, or as part of; empty if it is gone
 * @param reason why it is not executed on integers; empty unless it is {@link Execution#FLOAT}
 * @param macs its multiplications in a run on random inputs of the least sizes; see {@link dev.alambic.onnx.cost}
 */
public record NodeExecution(
        String node, String operator, Execution execution, String kernel, String reason, long macs) {}
