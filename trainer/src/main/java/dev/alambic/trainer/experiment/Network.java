package dev.alambic.trainer.experiment;

import ai.djl.nn.Block;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.InputMeaning;

/**
 * A block and what it takes.
 *
 * @param block answers with logits [batch, classes]
 * @param inputs makes its inputs from raw samples
 */
record Network(Block block, ModelInputs inputs) {

    static Network of(Block block, InputMeaning meaning) {
        return new Network(
                block,
                block instanceof TrainableGraph graph
                        ? ModelInputs.of(graph.inputs(), meaning)
                        : ModelInputs.of(meaning));
    }
}
