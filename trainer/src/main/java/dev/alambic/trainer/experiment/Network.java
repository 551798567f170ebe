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
 * @param isNew whether its weights were drawn, and not brought
 */
record Network(Block block, ModelInputs inputs, boolean isNew) {

    /** Returns the network of a block; an ONNX graph is a model that was brought. */
    static Network of(Block block, InputMeaning meaning) {
        return block instanceof TrainableGraph graph
                ? new Network(block, ModelInputs.of(graph.inputs(), meaning), false)
                : new Network(block, ModelInputs.of(meaning), true);
    }

    /** Returns the same network, whose weights were drawn. */
    Network drawn() {
        return new Network(block, inputs, true);
    }
}
