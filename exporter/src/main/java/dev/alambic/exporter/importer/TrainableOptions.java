package dev.alambic.exporter.importer;

import java.util.List;

/**
 * How a graph becomes a block.
 *
 * @param outputs names of the values to compute, intermediate ones included; empty = the outputs of the graph. Nodes
 *     that they do not need are left out
 * @param learnScales whether the scales of QuantizeLinear and DequantizeLinear are trained (Esser et al., Learned Step
 *     Size Quantization, arXiv:1902.08153)
 */
public record TrainableOptions(List<String> outputs, boolean learnScales) {

    public TrainableOptions {
        outputs = List.copyOf(outputs);
    }

    /** Returns the outputs of the graph, scales that stay as they are. */
    public static TrainableOptions defaults() {
        return new TrainableOptions(List.of(), false);
    }

    public TrainableOptions withOutputs(String... newOutputs) {
        return new TrainableOptions(List.of(newOutputs), learnScales);
    }

    public TrainableOptions withLearnScales(boolean newLearnScales) {
        return new TrainableOptions(outputs, newLearnScales);
    }
}
