package dev.alambic.trainer.spec;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.KeptLayers;
import dev.alambic.onnx.message.Rule;
import java.util.HashSet;
import java.util.List;

/** Which of the layers that a teacher repeats its student has. */
public sealed interface LayerChoice permits LayerChoice.EverySecond, LayerChoice.These {

    /**
     * Returns {@code teacher} with these layers alone.
     *
     * @throws IllegalArgumentException if it repeats no layers, or has no such ones
     */
    OnnxModel of(OnnxModel teacher);

    /** Every second, the first included (Sanh et al., DistilBERT, arXiv:1910.01108, section 2). */
    record EverySecond() implements LayerChoice {
        @Override
        public OnnxModel of(OnnxModel teacher) {
            return KeptLayers.keepEverySecond(teacher);
        }
    }

    /**
     * As told.
     *
     * @param layers by their numbers in the teacher, from 0; at least one, each once
     */
    record These(List<Integer> layers) implements LayerChoice {
        public These {
            layers = List.copyOf(layers);
            Rule.require(!layers.isEmpty(), "layers", "at least one", "none");
            layers.forEach(layer -> Rule.require(layer >= 0, "layers", "numbers from 0", layer));
            Rule.require(new HashSet<>(layers).size() == layers.size(), "layers", "each once", layers);
        }

        @Override
        public OnnxModel of(OnnxModel teacher) {
            return KeptLayers.keep(teacher, layers);
        }
    }
}
