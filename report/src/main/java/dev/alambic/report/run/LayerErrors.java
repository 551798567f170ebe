package dev.alambic.report.run;

import java.util.List;

/**
 * How far the values inside a model lie from those of the model that it was made from.
 *
 * @param against name of that model
 * @param samples that both ran on
 * @param outputs of the model as it runs
 * @param layers in the order of computation; empty where the two models have no layers in common
 */
public record LayerErrors(String against, long samples, List<Layer> outputs, List<Layer> layers) {

    /**
     * The error of one value b against its counterpart a.
     *
     * @param name of the layer
     * @param operator that computes it
     * @param noise sqrt(sum (a - b)² / sum a²) over all samples: 0 = exact, 0.01 = 40 dB; infinite if a is zero
     *     throughout and b is not
     */
    public record Layer(String name, String operator, double noise) {
        public Layer {
            if (!(noise >= 0)) {
                throw new IllegalArgumentException(name + ": noise is at least 0, was " + noise);
            }
        }

        /** Returns the signal to quantization noise ratio, dB; infinite if nothing differs. */
        public double sqnrDecibels() {
            return -20 * Math.log10(noise);
        }
    }

    public LayerErrors {
        outputs = List.copyOf(outputs);
        layers = List.copyOf(layers);
    }
}
