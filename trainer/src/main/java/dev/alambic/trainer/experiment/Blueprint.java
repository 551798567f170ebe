package dev.alambic.trainer.experiment;

import ai.djl.nn.Block;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.trainer.data.Standardization;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.recipe.NetworkSpec;

/** Gives the network that a phase trains: raw input [batch, ...] to logits [batch, classes]. */
@FunctionalInterface
interface Blueprint {

    Block build(InputMeaning input, Standardization standardization, int classes);

    static Blueprint of(NetworkSpec spec) {
        return (input, standardization, classes) -> Networks.build(spec, input, standardization, classes);
    }

    /** A block that takes standardized values, or the tokens of texts. */
    static Blueprint of(Block block) {
        return (input, standardization, classes) ->
                input instanceof InputMeaning.Text ? block : Networks.withPreprocessing(block, standardization);
    }
}
